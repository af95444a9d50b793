namespace KaPipeline.Mail;

/// <summary>How far one attempt got.</summary>
public enum SendVerdict
{
    /// <summary>The server took it, or the file lies in the outbox.</summary>
    Accepted,

    /// <summary>Certainly not accepted, for good: 5xx to this mail or recipient, or an address nobody can write to.</summary>
    Refused,

    /// <summary>Certainly not accepted, for now: 4xx to this mail or recipient, or the conversation broke off before the message was
    /// whole.</summary>
    NotNow,

    /// <summary>The message was handed over whole and no status came back: perhaps accepted. Only a person may have it sent
    /// again.</summary>
    InDoubt,

    /// <summary>The server could not be used at all: nothing was said about this mail or its recipient.</summary>
    ServerTrouble,
}

/// <summary>What came of one attempt to send.</summary>
/// <param name="Verdict">How far it got.</param>
/// <param name="Words">The server's own words, or what went wrong.</param>
/// <param name="Pause">How long the server wants to be left alone at least; null where it did not say.</param>
public sealed record SendOutcome(SendVerdict Verdict, string Words, TimeSpan? Pause = null);
