namespace KaPipeline.Host.Web;

/// <summary>A run as lists show it.</summary>
public sealed record RunRow
{
    /// <summary>Number.</summary>
    public long RunId { get; init; }

    /// <summary>Job.</summary>
    public string Job { get; init; } = "";

    /// <summary>Chain; empty for all.</summary>
    public string ChainId { get; init; } = "";

    /// <summary>First business date.</summary>
    public DateOnly DateFrom { get; init; }

    /// <summary>Last business date.</summary>
    public DateOnly DateTo { get; init; }

    /// <summary>Why it exists.</summary>
    public string Cause { get; init; } = "";

    /// <summary>State.</summary>
    public string State { get; init; } = "";

    /// <summary>Who asked for it.</summary>
    public string RequestedBy { get; init; } = "";

    /// <summary>Reason given.</summary>
    public string? Reason { get; init; }

    /// <summary>Occurrence.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>Earliest missed occurrence that it stands for.</summary>
    public DateTimeOffset? CoversFrom { get; init; }

    /// <summary>When it was queued.</summary>
    public DateTimeOffset QueuedAt { get; init; }

    /// <summary>Before which it does not start.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When its last attempt began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Claims so far.</summary>
    public int Attempt { get; init; }

    /// <summary>Node.</summary>
    public string? Worker { get; init; }

    /// <summary>Kind of error.</summary>
    public string? ErrorKind { get; init; }

    /// <summary>Error.</summary>
    public string? Error { get; init; }

    /// <summary>Batch it belongs to.</summary>
    public long? BatchId { get; init; }

    /// <summary>Run that it repeats.</summary>
    public long? RerunOf { get; init; }

    /// <summary>Arguments as JSON.</summary>
    public string Arguments { get; init; } = "{}";

    /// <summary>Whether it may send mail.</summary>
    public bool SendsMail { get; init; }

    /// <summary>Median of the same job's successful runs, in seconds.</summary>
    public double? MedianSeconds { get; init; }

    /// <summary>Until when it waits; null where it does not.</summary>
    public DateTimeOffset? WaitsUntil(DateTimeOffset now) => State == "queued" && NotBefore > now ? NotBefore : null;

    /// <summary>How long its last attempt took.</summary>
    public TimeSpan? Took => FinishedAt - StartedAt;

    /// <summary>Columns of <c>ops.run</c> that lists read.</summary>
    internal const string Columns =
        """
        run_id, job, chain_id, date_from, date_to, cause, state, requested_by, reason, scheduled_for, covers_from, queued_at, not_before,
        started_at, finished_at, attempt, worker, error_kind, error, batch_id, rerun_of, arguments::text as arguments, sends_mail
        """;
}
