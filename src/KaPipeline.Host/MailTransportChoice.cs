#if MAILKIT
using System.Runtime.CompilerServices;
using KaPipeline.Mail;
using KaPipeline.MailKitAdapter;

namespace KaPipeline.Host;

/// <summary>Built with <c>-p:Mail=MailKit</c>: mails go through MailKit.</summary>
internal static class MailTransportChoice
{
    [ModuleInitializer]
    internal static void Choose() => MailOptions.SmtpTransportOf = server => new MailKitTransport(server);
}
#endif
