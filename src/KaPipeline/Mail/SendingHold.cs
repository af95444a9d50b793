namespace KaPipeline.Mail;

/// <summary>A time during which no mail goes, whoever asks.</summary>
public sealed record SendingHold
{
    /// <summary>Which.</summary>
    public long HoldId { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset HeldAt { get; init; }

    /// <summary>Why, in words.</summary>
    public string Message { get; init; } = "";

    /// <summary>The last moment of which the warehouse knows: mails may have gone after it.</summary>
    public DateTimeOffset? KnownUntil { get; init; }

    /// <summary>The last send that is known from outside the warehouse.</summary>
    public DateTimeOffset? SentUntil { get; init; }

    /// <summary>Up to which moment mails may have gone.</summary>
    public DateTimeOffset GoneUntil => SentUntil ?? HeldAt;
}

/// <summary>An edition of which mails wait while sending is held.</summary>
public sealed record HeldEdition
{
    /// <summary>Which.</summary>
    public long EditionId { get; init; }

    /// <summary>Its digest.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Its business date.</summary>
    public DateOnly BusinessDate { get; init; }

    /// <summary>When it was due.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>How many mails of it wait.</summary>
    public int Mails { get; init; }

    /// <summary>Whether it was due in the time that the warehouse does not know.</summary>
    public bool MayHaveGone { get; init; }
}
