using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Mail;

/// <summary>A real process, which trusts the private authority that its settings name, sends over an encrypted conversation as the program
/// is set up.</summary>
[Trait("Category", "Slow")]
public sealed class EncryptedSendTests
{
    [Fact]
    public async Task Password_and_mail_travel_behind_STARTTLS_to_a_server_whose_certificate_is_trusted()
    {
        await using var server = new SmtpTestServer(tls: true);
        await using var sender = await SendingProcess.CreateAsync();

        await sender.SendAsync(server, new() { ["KA_SMTP_PASSWORD"] = "correct horse" });

        Assert.Equal(("ka@ka.example", "correct horse"), server.SignedIn);
        Assert.Equal("reader1@example.com", Assert.Single(server.Accepted).Recipient);
        var commands = server.Commands.Select(command => command.Split(' ', ':')[0].ToUpperInvariant()).ToList();
        Assert.True(commands.IndexOf("STARTTLS") is > 0 and var encrypted && encrypted < commands.IndexOf("AUTH")
            && encrypted < commands.IndexOf("MAIL"), string.Join(' ', commands));
        Assert.Equal(MailState.Accepted, await sender.StateAsync());
    }

    [Fact]
    public async Task Wrong_password_is_told_and_no_mail_is_lost_or_in_doubt()
    {
        await using var server = new SmtpTestServer(tls: true) { Password = "another" };
        await using var sender = await SendingProcess.CreateAsync();

        var (code, error) = await sender.SendAsync(server, new() { ["KA_SMTP_PASSWORD"] = "correct horse" });

        Assert.Empty(server.Accepted);
        Assert.Equal(MailState.Rendered, await sender.StateAsync());
        Assert.Equal(3, code);
        Assert.Contains("refused the sign-in as ka@ka.example: 535: 5.7.8 wrong name or password", error, StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", error, StringComparison.Ordinal);
        Assert.Single(server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }
}
