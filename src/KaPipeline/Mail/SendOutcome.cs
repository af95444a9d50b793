namespace KaPipeline.Mail;

/// <summary>How far one attempt got.</summary>
public enum SendVerdict
{
    /// <summary>The server took it, or the file lies in the outbox.</summary>
    Accepted,

    /// <summary>Certainly not accepted, for good: 5xx, or an address nobody can write to.</summary>
    Refused,

    /// <summary>Certainly not accepted, for now: 4xx, or the server was not reached. It may be tried again.</summary>
    NotNow,

    /// <summary>The connection was open and no status came back: perhaps accepted. Only a person may have it sent again.</summary>
    InDoubt,
}

/// <summary>What came of one attempt to send.</summary>
/// <param name="Verdict">How far it got.</param>
/// <param name="Words">The server's own words, or what went wrong.</param>
public sealed record SendOutcome(SendVerdict Verdict, string Words);
