using System.Net.Mail;
using System.Text;

namespace KaPipeline.Mail;

/// <summary>A person's name and mail address, as master data or configuration give them.</summary>
/// <param name="Name">Display name; control characters in it become spaces, so that no name can begin a header of its own.</param>
/// <param name="Address">Address of the form <c>local@domain</c>.</param>
public sealed record Mailbox(string Name, string Address)
{
    /// <summary>Why this address cannot be written to, in words; null when it can. Only letters, digits and signs of ASCII are taken
    /// before the @, since few servers take more; the domain may be international.</summary>
    public string? Fault
    {
        get
        {
            if (Address.Any(char.IsControl) || Address.Contains(' ', StringComparison.Ordinal))
            {
                return $"\"{Clean(Address)}\" is not a mail address: it holds a space or control character.";
            }

            if (!MailAddress.TryCreate(Address, out var parsed) || parsed.Address != Address || Address.Contains(',', StringComparison.Ordinal))
            {
                return $"\"{Address}\" is not a mail address of the form name@domain.";
            }

            return Ascii.IsValid(parsed.User) ? null : $"\"{Address}\" has letters before the @ that most mail servers refuse.";
        }
    }

    /// <summary>For a header.</summary>
    /// <exception cref="FormatException">The address has a <see cref="Fault"/>.</exception>
    public MailAddress ToMailAddress() =>
        Fault is null ? new MailAddress(Address, Clean(Name), Encoding.UTF8) : throw new FormatException(Fault);

    /// <summary>The text with every control character and line separator made a space: fit for a header.</summary>
    public static string Clean(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
}
