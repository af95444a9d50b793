using System.Diagnostics;
using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Mail;

/// <summary>A server that cannot be used, at each step before a recipient is named: said in words, quickly, and never with the
/// password.</summary>
public sealed class MailServerTroubleTests : IDisposable
{
    private const string Secret = "correct horse";
    private readonly string folder = Directory.CreateTempSubdirectory("ka-trouble-").FullName;
    private readonly string variable = $"KA_TEST_PASSWORD_{Path.GetRandomFileName().Replace('.', '_')}";

    public MailServerTroubleTests() => Environment.SetEnvironmentVariable(variable, Secret);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(variable, null);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("greeting", "554 5.7.1 your address is blocked", MailServerFault.Greeting, "554 5.7.1 your address is blocked")]
    [InlineData("greeting", "421 4.3.2 too busy", MailServerFault.Greeting, "421 4.3.2 too busy")]
    [InlineData("greeting", "silence", MailServerFault.Silent, "no answer within 1 s, before")]
    [InlineData("greeting", "cut", MailServerFault.Silent, "broke the connection off, before")]
    [InlineData("EHLO", "silence", MailServerFault.Silent, "no answer within 1 s, before")]
    [InlineData("EHLO", "cut", MailServerFault.Silent, "broke the connection off")]
    [InlineData("STARTTLS", "454 4.7.0 TLS not available", MailServerFault.Greeting, "454 4.7.0 TLS not available")]
    [InlineData("STARTTLS", "silence", MailServerFault.Silent, "no answer within 1 s, before")]
    [InlineData("handshake", "silence", MailServerFault.Silent, "no answer within 1 s, before")]
    [InlineData("AUTH", "454 4.7.0 temporary authentication failure", MailServerFault.SignIn, "454")]
    [InlineData("AUTH", "535 5.7.8 wrong name or password", MailServerFault.SignIn, "535")]
    [InlineData("AUTH", "421 4.7.0 too many tries", MailServerFault.SignIn, "421")]
    [InlineData("AUTH", "silence", MailServerFault.Silent, "no answer within 1 s, while signing in")]
    [InlineData("AUTH", "cut", MailServerFault.Silent, "while signing in")]
    public async Task It_is_the_servers_trouble_in_words(string at, string reply, MailServerFault fault, string words)
    {
        await using var server = new SmtpTestServer(tls: true) { Answer = command => command == at ? reply : null };

        var watch = Stopwatch.StartNew();
        var trouble = await TroubleAsync(To(server, seconds: reply == "silence" ? 1 : 20));

        Assert.Equal(fault, trouble.Fault);
        Assert.Contains(words, trouble.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, trouble.ToString(), StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_though_the_server_offers_many_ways()
    {
        await using var server = new SmtpTestServer(tls: true) { Mechanisms = "PLAIN LOGIN CRAM-MD5", Password = "another" };

        var trouble = await TroubleAsync(To(server));

        Assert.Contains("refused the sign-in as ka@example.com: 535", trouble.Message, StringComparison.Ordinal);
        Assert.Single(server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        var server = new SmtpTestServer();
        var settings = Loopback.To(server);
        await server.DisposeAsync();

        Assert.Equal(MailServerFault.Unreachable, (await TroubleAsync(settings)).Fault);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_unreachable() =>
        Assert.Equal(MailServerFault.Unreachable,
        (await TroubleAsync(new SmtpOptions { Host = "mail.invalid", TimeoutSeconds = 20 })).Fault);

    [Fact]
    public async Task Without_STARTTLS_nothing_is_sent_when_it_is_required()
    {
        await using var server = new SmtpTestServer();
        var settings = To(server);

        var trouble = await TroubleAsync(settings);

        Assert.Equal(MailServerFault.Encryption, trouble.Fault);
        Assert.Contains("offers no STARTTLS", trouble.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Commands, command => command.Split(' ')[0] is "AUTH" or "MAIL");
    }

    [Fact]
    public async Task A_certificate_of_an_authority_that_nobody_named_gets_neither_password_nor_mail()
    {
        await using var server = new SmtpTestServer(tls: true);
        var settings = To(server);
        settings.CaFile = "";

        var trouble = await TroubleAsync(settings);

        Assert.Equal(MailServerFault.Encryption, trouble.Fault);
        Assert.Contains("is not trusted: CN=localhost, issued by CN=Test Authority", trouble.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_made_out_to_another_name_is_refused_also_from_the_named_authority(bool isImplicit)
    {
        await using var server = new SmtpTestServer(tls: true, isImplicit: isImplicit, name: "mail.elsewhere.example");

        var trouble = await TroubleAsync(To(server, security: isImplicit ? SmtpOptions.ImplicitTls : SmtpOptions.StartTls));

        Assert.Contains("made out to CN=mail.elsewhere.example, not to 127.0.0.1", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_authority_than_the_named_one_is_refused()
    {
        await using var server = new SmtpTestServer(tls: true);
        await using var other = new SmtpTestServer(tls: true);
        var settings = To(server);
        settings.CaFile = To(other).CaFile;

        Assert.Equal(MailServerFault.Encryption, (await TroubleAsync(settings)).Fault);
    }

    [Fact]
    public async Task Implicit_TLS_goes_over_any_port()
    {
        await using var server = new SmtpTestServer(isImplicit: true) { Password = Secret };

        var outcome = await new MailKitTransport(To(server, security: SmtpOptions.ImplicitTls), TimeProvider.System)
            .SendAsync(TestLetter.To(), ct: Stopping);

        Assert.Equal(SendVerdict.Accepted, outcome.Verdict);
        Assert.Equal(("ka@example.com", Secret), server.SignedIn);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("STARTTLS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task STARTTLS_toward_a_port_of_implicit_TLS_and_the_other_way_round_end_in_words()
    {
        await using var isImplicit = new SmtpTestServer(isImplicit: true);
        await using var plain = new SmtpTestServer();

        Assert.Equal(MailServerFault.Silent, (await TroubleAsync(To(isImplicit, seconds: 1))).Fault);
        Assert.Equal(MailServerFault.Encryption, (await TroubleAsync(To(plain, security: SmtpOptions.ImplicitTls))).Fault);
    }

    [Fact]
    public async Task A_password_goes_over_an_open_line_only_with_the_setting_that_says_so()
    {
        await using var server = new SmtpTestServer { Password = Secret };

        Assert.Equal(MailServerFault.SignIn, (await TroubleAsync(To(server, security: SmtpOptions.NoTls))).Fault);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));

        var outcome = await new MailKitTransport(To(server, security: SmtpOptions.NoTlsEvenForThePassword), TimeProvider.System)
            .SendAsync(TestLetter.To(), ct: Stopping);
        Assert.Equal(SendVerdict.Accepted, outcome.Verdict);
    }

    [Fact]
    public async Task A_variable_without_a_password_is_named_before_anything_is_tried()
    {
        await using var server = new SmtpTestServer(tls: true);
        var settings = To(server);
        settings.PasswordVariable = "KA_NO_SUCH_VARIABLE";

        Assert.Contains("KA_NO_SUCH_VARIABLE holds no password", (await TroubleAsync(settings)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    private static async Task<MailServerException> TroubleAsync(SmtpOptions settings) =>
        await Assert.ThrowsAsync<MailServerException>(async () => await new MailKitTransport(settings, TimeProvider.System).ConnectAsync());

    private SmtpOptions To(SmtpTestServer server, int seconds = 20, string security = SmtpOptions.StartTls)
    {
        var file = server.CertificatePem is null ? "" : Path.Combine(folder, $"{server.Port}.pem");
        if (file.Length > 0)
        {
            File.WriteAllText(file, server.CertificatePem);
        }

        return new SmtpOptions
        {
            Host = "127.0.0.1", Port = server.Port, Security = security, CaFile = file, User = "ka@example.com",
            PasswordVariable = variable, TimeoutSeconds = seconds,
        };
    }
}
