namespace KaPipeline.Mail;

/// <summary>States of a delivery, as the ledger keeps them.</summary>
public static class DeliveryState
{
    /// <summary>Made and waiting; it may be claimed.</summary>
    public const string Rendered = "rendered";

    /// <summary>A process is sending it.</summary>
    public const string Claimed = "claimed";

    /// <summary>The server took it.</summary>
    public const string Accepted = "accepted";

    /// <summary>Certainly not accepted, for good.</summary>
    public const string Refused = "refused";

    /// <summary>Perhaps accepted; only a person may decide.</summary>
    public const string InDoubt = "in_doubt";

    /// <summary>Not to be sent.</summary>
    public const string Suppressed = "suppressed";

    /// <summary>The server took it, and it came back.</summary>
    public const string Bounced = "bounced";

    /// <summary>All of them, in the order of a mail's life.</summary>
    public static IReadOnlyList<string> All { get; } = [Rendered, Claimed, Accepted, Refused, InDoubt, Suppressed, Bounced];
}

/// <summary>States of an edition: whether its mails may go.</summary>
public static class EditionState
{
    /// <summary>Its mails go with the run or the command that makes or sends it.</summary>
    public const string Open = "open";

    /// <summary>A person holds it: none of its mails goes, whoever asks.</summary>
    public const string Held = "held";

    /// <summary>Nobody is sending it, and it shall go: the next round of <c>watch</c> sends what is left of it.</summary>
    public const string Waiting = "waiting";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Open, Held, Waiting];
}

/// <summary>Which deliveries a round of sending takes. None of a held edition is ever among them.</summary>
/// <param name="EditionId">One edition alone; null: any.</param>
/// <param name="DeliveryId">One delivery alone; null: any.</param>
/// <param name="IsLeftOver">Only what nobody else is going to send: tried before and certainly not accepted, a copy that a person
/// asked for, or of an edition that waits.</param>
/// <param name="Robot">The robot of this address alone; null: mails.</param>
public sealed record ClaimScope(long? EditionId = null, long? DeliveryId = null, bool IsLeftOver = false, string? Robot = null);

/// <summary>A delivery that this process has claimed and may try once.</summary>
public sealed record Claim
{
    /// <summary>Which.</summary>
    public long DeliveryId { get; init; }

    /// <summary>Its edition.</summary>
    public long EditionId { get; init; }

    /// <summary>From 2 on: a copy that a person asked for.</summary>
    public int CopyNumber { get; init; }

    /// <summary>Number of the try, from 1; the end of the try is recorded only while it is still this one.</summary>
    public int Attempt { get; init; }

    /// <summary>Tries before this one after which the server certainly had not accepted this mail.</summary>
    public int Failures { get; init; }

    /// <summary>The reader's name.</summary>
    public string RecipientName { get; init; } = "";

    /// <summary>The reader's address.</summary>
    public string Address { get; init; } = "";

    /// <summary><c>zh-CN</c> or <c>en</c>.</summary>
    public string Language { get; init; } = "zh-CN";

    /// <summary>The ledger's Message-ID, without angle brackets.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>When the mail was made: its date, the same at every attempt.</summary>
    public DateTimeOffset RenderedAt { get; init; }

    /// <summary>Which content.</summary>
    public string ContentSha256 { get; init; } = "";

    /// <summary>Name of the digest.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Its business date.</summary>
    public DateOnly BusinessDate { get; init; }
}
