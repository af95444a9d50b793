using System.Text;
using MimeKit;

namespace KaPipeline.Mail;

/// <summary>A person's name and mail address, as master data or configuration give them.</summary>
/// <param name="Name">Display name; control characters in it become spaces, so that no name can begin a header of its own.</param>
/// <param name="Address">Address of the form <c>local@domain</c>.</param>
public sealed record Mailbox(string Name, string Address)
{
    /// <summary>Why this address cannot be written to, in words; null when it can.</summary>
    public string? Fault
    {
        get
        {
            if (Address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            {
                return $"\"{Clean(Address)}\" is not a mail address: it holds a space or control character.";
            }

            return Address.Contains('@', StringComparison.Ordinal) && !Address.Contains(',', StringComparison.Ordinal)
                && MailboxAddress.TryParse(Address, out var parsed) && parsed.Address == Address
                ? null : $"\"{Address}\" is not a mail address of the form name@domain.";
        }
    }

    /// <summary>Whether the part before the @ has letters beyond ASCII: then the server must offer SMTPUTF8. A domain may always have
    /// them.</summary>
    public bool NeedsUtf8 => !Ascii.IsValid(Address.Split('@')[0]);

    /// <summary>For a header.</summary>
    /// <exception cref="FormatException">The address has a <see cref="Fault"/>.</exception>
    public MailboxAddress ToMailboxAddress() =>
        Fault is null ? new MailboxAddress(Encoding.UTF8, Clean(Name), Address) : throw new FormatException(Fault);

    /// <summary>The text with every control character and line separator made a space, what else is unseen shown: for a header.</summary>
    public static string Clean(string text) =>
        VisibleText.Line(string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c))).Trim();
}
