using KaPipeline.Labels;

namespace KaPipeline.Operations;

/// <summary>Which dates of a range a rerun takes.</summary>
public enum RerunMode
{
    /// <summary>Dates that have no run.</summary>
    Missing,

    /// <summary>Those, and dates whose last run failed or was cancelled.</summary>
    MissingAndFailed,

    /// <summary>Every date.</summary>
    All,
}

/// <summary>A rerun as a person asks for it: one batch, one run per chain and date.</summary>
public sealed record RerunRequest
{
    /// <summary>The job.</summary>
    public required string Job { get; init; }

    /// <summary>Chains; the empty text stands for one run for all chains.</summary>
    public IReadOnlyList<string> Chains { get; init; } = [""];

    /// <summary>First business date, included.</summary>
    public DateOnly From { get; init; }

    /// <summary>Last business date, included.</summary>
    public DateOnly To { get; init; }

    /// <summary>Which dates are taken.</summary>
    public RerunMode Mode { get; init; }

    /// <summary>Why; required.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether its runs may send mail.</summary>
    public bool SendsMail { get; init; }

    /// <summary>How many of its runs may be under way at once.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Further arguments for each run.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();
}

/// <summary>One line of a rerun's preview.</summary>
public sealed record RerunLine
{
    /// <summary>Chain; empty for all.</summary>
    public string ChainId { get; init; } = "";

    /// <summary>Business date.</summary>
    public DateOnly Date { get; init; }

    /// <summary>State of the last run for it, or null when it never ran.</summary>
    public string? LastState { get; init; }

    /// <summary>Number of that run.</summary>
    public long? LastRunId { get; init; }

    /// <summary>Whether it would run.</summary>
    public bool WillRun { get; init; }

    /// <summary>Files of that date that are loaded already; null for jobs that read none.</summary>
    public long? Files { get; init; }

    /// <summary>Number of the newest edition of that date; null where there is none.</summary>
    public int? Edition { get; init; }

    /// <summary>Letters of that edition.</summary>
    public long Letters { get; init; }

    /// <summary>How many of them a mail server has accepted.</summary>
    public long Accepted { get; init; }
}

/// <summary>What a rerun would touch changed between its preview and its start; nothing was started.</summary>
public sealed class StalePreviewException() : Exception(Bilingual.Of(
    "预览之后情况已变，请重新预览。", "What it would touch has changed since the preview; look again."));
