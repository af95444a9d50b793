using KaPipeline.Mail;

namespace KaPipeline.Tests.Mail;

public sealed class SmtpTransportTests : MailTransportContract
{
    protected override IMailTransport To(SmtpServer server) => new SmtpTransport(server);
}
