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
}

/// <summary>A delivery that this process has claimed and may try once.</summary>
/// <param name="DeliveryId">Which.</param>
/// <param name="Attempt">Number of the try, from 1; the end of the try is recorded only while it is still this one.</param>
/// <param name="RecipientName">Name.</param>
/// <param name="Address">Address.</param>
/// <param name="MessageId">The ledger's Message-ID.</param>
/// <param name="ContentSha256">Which content.</param>
/// <param name="Digest">Name of the digest.</param>
/// <param name="BusinessDate">Its business date.</param>
public sealed record Claim(
    long DeliveryId, int Attempt, string RecipientName, string Address, string MessageId, string ContentSha256, string Digest, DateOnly BusinessDate);
