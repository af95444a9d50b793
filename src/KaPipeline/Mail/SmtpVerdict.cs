using MailKit;
using MailKit.Net.Smtp;

namespace KaPipeline.Mail;

/// <summary>What an SMTP server's reply, or its silence, means for one mail (docs/mail.md): until the sender is accepted a fault is the
/// server's, from then on the mail's (decision 0335).</summary>
internal static class SmtpVerdict
{
    /// <summary>The server answered a command with 4xx or 5xx. The answer to MAIL FROM says nothing about the recipient, except that this
    /// mail is too big.</summary>
    public static SendOutcome OfReply(SmtpCommandException reply) => new(
        reply.ErrorCode == SmtpErrorCode.SenderNotAccepted && reply.StatusCode != SmtpStatusCode.ExceededStorageAllocation
            ? SendVerdict.ServerTrouble
            : (int)reply.StatusCode >= 500 ? SendVerdict.Refused : SendVerdict.NotNow,
        $"{(int)reply.StatusCode} {Mailbox.Clean(reply.Message)}");

    /// <summary>The server wants a sign-in: MailKit's own exception for a 530, at whatever command.</summary>
    public static SendOutcome OfMissingSignIn(ServiceNotAuthenticatedException reply) =>
        new(SendVerdict.ServerTrouble, $"530 {Mailbox.Clean(reply.Message)}");

    /// <summary>The conversation broke off, or the server fell silent.</summary>
    /// <param name="isSenderAccepted">Whether the server had taken MAIL FROM.</param>
    /// <param name="isWhole">Whether the message was handed over whole: then it may have been accepted.</param>
    /// <param name="words">What went wrong.</param>
    public static SendOutcome OfBrokenConversation(bool isSenderAccepted, bool isWhole, string words) => (isSenderAccepted, isWhole) switch
    {
        (false, _) => new(SendVerdict.ServerTrouble, words),
        (true, true) => new(SendVerdict.InDoubt, $"{words}; the message was handed over whole"),
        (true, false) => new(SendVerdict.NotNow, $"{words}, before the message was handed over whole"),
    };
}
