namespace KaPipeline.Jobs;

/// <summary>How the delivery of an attempt ended, as the ledger decided it.</summary>
public enum AttemptEnd
{
    /// <summary>The work is done.</summary>
    Succeeded,

    /// <summary>It failed; the ledger says whether another attempt follows.</summary>
    Failed,

    /// <summary>A person cancelled the run.</summary>
    Cancelled,

    /// <summary>The host stops; the same attempt continues elsewhere, and none was spent.</summary>
    HandedBack,

    /// <summary>Its moment or its turn has not come.</summary>
    Waits,

    /// <summary>The ledger refused it: this attempt is another's, or later ones have begun.</summary>
    Refused,

    /// <summary>The very same delivery is under way somewhere else, which will say how it ended.</summary>
    UnderWay,
}

/// <summary>The end of one delivery of an attempt.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Message">What a person should know about it, in one sentence.</param>
/// <param name="At">When it is to be tried, where it waits.</param>
/// <param name="Error">What was thrown, where it failed.</param>
public sealed record AttemptResult(AttemptEnd End, string Message, DateTimeOffset? At = null, Exception? Error = null);

/// <summary>Why the token of a delivery was cancelled.</summary>
public enum AbortCause
{
    /// <summary>The host is stopping.</summary>
    HostStops,

    /// <summary>A person deleted the job.</summary>
    Deleted,

    /// <summary>The job was delivered a second time elsewhere; the ledger's fence decides, so the first continues.</summary>
    DeliveredAgain,
}

/// <summary>Who delivers an attempt, and how it is told to stop.</summary>
/// <param name="JobId">The Hangfire job; null where there is none.</param>
/// <param name="AskCause">Asked once <paramref name="Abort"/> is cancelled.</param>
/// <param name="Abort">Cancelled when the delivery is to end.</param>
public sealed record Delivery(string? JobId, Func<AbortCause> AskCause, CancellationToken Abort)
{
    /// <summary>A delivery that nothing but a stop of the process ends.</summary>
    public static Delivery Of(CancellationToken stopping) => new(null, () => AbortCause.HostStops, stopping);
}
