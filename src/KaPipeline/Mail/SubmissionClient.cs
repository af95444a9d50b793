using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace KaPipeline.Mail;

/// <summary>MailKit's client, which also tells how far a mail got: what goes wrong until the server has taken the sender is the server's
/// trouble, and only a message that was handed over whole can have been accepted.</summary>
internal sealed class SubmissionClient : SmtpClient, ITransferProgress
{
    /// <summary>Whether the server has taken MAIL FROM of the mail under way.</summary>
    public bool IsSenderAccepted { get; private set; }

    /// <summary>Whether the last byte of the mail under way was handed over.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Sends one mail.</summary>
    /// <returns>The server's words on acceptance.</returns>
    public Task<string> SubmitAsync(FormatOptions format, MimeMessage message, CancellationToken ct)
    {
        IsSenderAccepted = IsWhole = false;
        return SendAsync(format, message, ct, this);
    }

    /// <summary>Says a command of its own, such as those by which the doctor asks whether the sender is taken.</summary>
    public Task<SmtpResponse> SayAsync(string command, CancellationToken ct) => SendCommandAsync(command, ct);

    /// <inheritdoc/>
    public void Report(long bytesTransferred, long totalSize) => IsWhole = bytesTransferred >= totalSize;

    /// <inheritdoc/>
    public void Report(long bytesTransferred) => IsWhole = true;

    /// <inheritdoc/>
    protected override void OnSenderAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) => IsSenderAccepted = true;
}
