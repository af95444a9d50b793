using System.Security.Cryptography;
using System.Text;

namespace KaPipeline.Mail;

/// <summary>A file attached to a mail.</summary>
/// <param name="FileName">Name that the reader sees.</param>
/// <param name="MediaType">For example <c>application/vnd.openxmlformats-officedocument.spreadsheetml.sheet</c>.</param>
public sealed record MailAttachment(string FileName, string MediaType, byte[] Content)
{
    /// <summary>Media type of an .xlsx file.</summary>
    public const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

/// <summary>The rendered parts of a mail: all that the reader gets, nothing about the way it goes.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Html">The HTML part, whole document.</param>
/// <param name="Text">The plain-text part, which reads well alone.</param>
public sealed record MailContent(string Subject, string Html, string Text, IReadOnlyList<MailAttachment> Attachments)
{
    /// <summary>One line.</summary>
    public string Subject { get; init; } = Mailbox.Clean(Subject);

    /// <summary>The HTML part, whole document.</summary>
    public string Html { get; init; } = VisibleText.Lines(Html);

    /// <summary>The plain-text part, which reads well alone.</summary>
    public string Text { get; init; } = VisibleText.Lines(Text);

    /// <summary>Hash over the parts, in lower-case hex: the same content for two readers has the same hash.</summary>
    public string Sha256
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var text in new[] { Subject, Html, Text })
            {
                Append(hash, Encoding.UTF8.GetBytes(text));
            }

            foreach (var attachment in Attachments)
            {
                Append(hash, Encoding.UTF8.GetBytes(attachment.FileName));
                Append(hash, attachment.Content);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    // The length in front keeps two neighbouring parts from being read as one.
    private static void Append(IncrementalHash hash, byte[] part)
    {
        hash.AppendData(BitConverter.GetBytes((long)part.Length));
        hash.AppendData(part);
    }
}
