namespace KaPipeline.Mail;

/// <summary>Somebody who gets a digest.</summary>
/// <param name="Id">Person of the master data, or id from <c>recipients.yaml</c>.</param>
/// <param name="Mailbox">Name and address.</param>
/// <param name="Language"><c>zh-CN</c> or <c>en</c>.</param>
/// <param name="Roles">Roles in which the digest is received; none of a robot.</param>
/// <param name="Scope">What may be seen, over all these roles.</param>
/// <param name="Silenced">Why nothing is sent, from <c>recipients.yaml</c>; null when mail is wanted.</param>
public sealed record Recipient(
    string Id, Mailbox Mailbox, string Language, IReadOnlyList<string> Roles, Scope Scope, string? Silenced = null)
{
    /// <summary>Whether this is one of those named by id or address; everybody is when none is named.</summary>
    public bool IsAmong(IReadOnlyCollection<string>? named) => named is null || named.Contains(Id) || named.Contains(Mailbox.Address);
}
