namespace KaPipeline.Jobs;

/// <summary>A row of the run ledger as the dispatcher reads it.</summary>
public sealed record Run
{
    /// <summary>Its number in <c>ops.run</c>.</summary>
    public long RunId { get; init; }

    /// <summary>Name of the job.</summary>
    public required string Job { get; init; }

    /// <summary>Chain it is for; empty for all chains.</summary>
    public string ChainId { get; init; } = "";

    /// <summary>First business date, included.</summary>
    public DateOnly DateFrom { get; init; }

    /// <summary>Last business date, included.</summary>
    public DateOnly DateTo { get; init; }

    /// <summary>The occurrence it was due at, for schedules and catch-up.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>Who asked for it: an account, or <c>schedule</c>.</summary>
    public string RequestedBy { get; init; } = "";

    /// <summary>JSON object of text values: the arguments really used.</summary>
    public string Arguments { get; init; } = "{}";

    /// <summary>False for reruns that were asked for without mail.</summary>
    public bool SendsMail { get; init; } = true;

    /// <summary>State before this claim.</summary>
    public string State { get; init; } = "queued";

    /// <summary>Number of this claim, from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>Attempts that ended in an error so far.</summary>
    public int Failures { get; init; }

    /// <summary>Attempts whose process was killed so far.</summary>
    public int Takeovers { get; init; }
}
