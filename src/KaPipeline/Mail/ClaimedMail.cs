namespace KaPipeline.Mail;

/// <summary>A mail that this process has claimed and may try once.</summary>
public sealed record ClaimedMail
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
