using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Mail;

/// <summary>Compiled only with <c>-p:Mail=MailKit</c>, where a package source serves MailKit.</summary>
public sealed class MailKitTransportTests : MailTransportContract
{
    protected override IMailTransport To(SmtpServer server) => new MailKitTransport(server);

    [Fact]
    public async Task Servers_own_words_on_acceptance_are_kept()
    {
        await using var server = new SmtpTestServer();
        var letter = new Envelope(new Mailbox("KaPipeline", "ka@example.com"), new Mailbox("陈伟", "chen.wei@example.com"), "1@ka.example", "2026-05-12", new("日报", "<p>差异</p>", "差异", []));

        var outcome = await To(new SmtpServer { Host = "127.0.0.1", Port = server.Port, StartTls = false }).SendAsync(letter);

        Assert.Equal((SendVerdict.Accepted, "2.0.0 queued as 4711"), (outcome.Verdict, outcome.Words));
    }

    [Fact, Trait("Category", "Slow")]
    public async Task Access_token_signs_in_where_one_is_given()
    {
        await using var server = new SmtpTestServer(tls: true) { Mechanisms = "XOAUTH2" };
        await using var sender = await SendingProcess.CreateAsync();

        await sender.SendAsync(server, new() { ["KA_SMTP_ACCESS_TOKEN"] = "ya29.token" });

        Assert.Equal(("ka@ka.example", "Bearer ya29.token"), server.SignedIn);
        Assert.Equal("reader1@example.com", Assert.Single(server.Accepted).Recipient);
    }

    /// <summary>Needs the right to listen on port 465, which says implicit TLS.</summary>
    [Fact, Trait("Category", "Slow")]
    public async Task Port_465_is_encrypted_from_the_first_byte()
    {
        await using var server = new SmtpTestServer(tls: true, port: 465);
        await using var sender = await SendingProcess.CreateAsync();

        await sender.SendAsync(server, new() { ["KA_SMTP_PASSWORD"] = "correct horse" });

        Assert.Equal(("ka@ka.example", "correct horse"), server.SignedIn);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("STARTTLS", StringComparison.OrdinalIgnoreCase));
        Assert.Single(server.Accepted);
    }
}
