namespace KaPipeline.Mail;

/// <summary>States of a mail, as the ledger keeps them (<c>ops.delivery.state</c>).</summary>
public static class MailState
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
