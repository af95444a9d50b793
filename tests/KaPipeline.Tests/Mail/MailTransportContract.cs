using System.Net;
using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Mail;

/// <summary>What every transport to an SMTP server must do, over a real conversation: what arrives, and what is said of what did not.</summary>
public abstract class MailTransportContract
{
    /// <summary>The transport under test, for a server.</summary>
    protected abstract IMailTransport To(SmtpServer server);

    private static readonly MailContent Content = new(
        "重点客户日报 2026-05-12 周二 · 差异 12,345.67 元，新增锁码 3 个，未到数据 0 个，请当天处理",
        "<html><body><p>差异 <b>12,345.67</b></p>\n.\n<p>.</p></body></html>", "差异 12,345.67\n.\n完",
        [new("对账 鼎丰超市 2026年5月上半月 差异与来源行.xlsx", MailAttachment.Workbook, [80, 75, 3, 4, 0, 255])]);

    private static Envelope Letter(string to = "chen.wei@example.com", string name = "陈伟") =>
        new(new Mailbox("KaPipeline 日报", "ka@example.com"), new Mailbox(name, to), "7.daily.2026-05-12@ka.example.com", "2026-05-12", Content);

    [Fact]
    public async Task A_mail_arrives_with_its_text_its_HTML_and_its_file()
    {
        await using var server = new SmtpTestServer();

        var outcome = await To(server).SendAsync(Letter());

        Assert.Equal(SendVerdict.Accepted, outcome.Verdict);
        var (recipient, message) = Assert.Single(server.Accepted);
        Assert.Equal("chen.wei@example.com", recipient);
        var mail = MimeText.Parse(message);
        Assert.Equal(Content.Subject, mail["subject"]);
        Assert.Contains("陈伟", mail["to"], StringComparison.Ordinal);
        Assert.Equal("<7.daily.2026-05-12@ka.example.com>", mail["message-id"]);
        Assert.Equal("auto-generated", mail["auto-submitted"]);
        Assert.Equal(Content.Text, mail.Part("text/plain").Text.ReplaceLineEndings("\n"));
        Assert.Equal(Content.Html, mail.Part("text/html").Text.ReplaceLineEndings("\n"));
        Assert.Equal(Content.Attachments[0].Content, mail.Part(MailAttachment.Workbook).Bytes);
        Assert.All(message.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        Assert.All(message, c => Assert.InRange(c, '\0', '\u007f'));
    }

    [Theory]
    [InlineData("RCPT TO:<chen.wei@example.com>", "550 5.1.1 no such user here", SendVerdict.Refused, "no such user here")]
    [InlineData("RCPT TO:<chen.wei@example.com>", "450 4.2.1 mailbox busy", SendVerdict.NotNow, "mailbox busy")]
    [InlineData("MAIL", "451 4.7.1 greylisted, come back", SendVerdict.NotNow, "greylisted")]
    [InlineData("MAIL", "530 5.7.0 authentication required", SendVerdict.Refused, "authentication required")]
    [InlineData("DATA", "554 5.3.4 too big", SendVerdict.Refused, "too big")]
    [InlineData(".", "451 4.3.0 try later", SendVerdict.NotNow, "try later")]
    [InlineData(".", "554 5.7.1 looks like spam", SendVerdict.Refused, "looks like spam")]
    [InlineData(".", "cut", SendVerdict.InDoubt, "")]
    [InlineData(".", "cut-after-accepting", SendVerdict.InDoubt, "")]
    [InlineData("DATA", "cut", SendVerdict.InDoubt, "")]
    public async Task The_servers_answer_decides_what_became_of_the_mail(string at, string reply, SendVerdict expected, string words)
    {
        await using var server = new SmtpTestServer { Answer = command => command == at ? reply : null };

        var outcome = await To(server).SendAsync(Letter());

        Assert.Equal(expected, outcome.Verdict);
        Assert.Contains(words, outcome.Words, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_connection_cut_in_mid_data_is_in_doubt()
    {
        await using var server = new SmtpTestServer { CutAfterBytes = 300 };

        Assert.Equal(SendVerdict.InDoubt, (await To(server).SendAsync(Letter())).Verdict);
        Assert.Empty(server.Accepted);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_in_doubt_after_the_time_allowed()
    {
        await using var server = new SmtpTestServer { Answer = command => command == "." ? "silence" : null };
        var transport = To(new SmtpServer { Host = "127.0.0.1", Port = server.Port, StartTls = false, TimeoutSeconds = 1 });

        var outcome = await transport.SendAsync(Letter());

        Assert.Equal(SendVerdict.InDoubt, outcome.Verdict);
    }

    [Fact]
    public async Task A_server_that_is_not_there_certainly_took_nothing()
    {
        var server = new SmtpTestServer();
        var port = server.Port;
        await server.DisposeAsync();

        var outcome = await To(new SmtpServer { Host = "127.0.0.1", Port = port, StartTls = false }).SendAsync(Letter());

        Assert.Equal(SendVerdict.NotNow, outcome.Verdict);
    }

    [Fact]
    public async Task Without_STARTTLS_nothing_is_sent_when_it_is_required()
    {
        await using var server = new SmtpTestServer();

        var outcome = await To(new SmtpServer { Host = "127.0.0.1", Port = server.Port, StartTls = true }).SendAsync(Letter());

        Assert.Equal(SendVerdict.NotNow, outcome.Verdict);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_untrusted_certificate_gets_neither_password_nor_mail()
    {
        await using var server = new SmtpTestServer(tls: true);
        var options = new SmtpServer { Host = "127.0.0.1", Port = server.Port, User = "ka", PasswordVariable = "KA_NO_SUCH_VARIABLE" };

        var outcome = await To(options).SendAsync(Letter());

        Assert.Equal(SendVerdict.NotNow, outcome.Verdict);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("陈伟\r\nBcc: thief@example.org")]
    [InlineData("陈伟\nX-Evil: 1")]
    [InlineData("\"quoted\" <thief@example.org>, other")]
    [InlineData("陈伟\u2028Bcc: thief@example.org")]
    public async Task A_name_cannot_begin_a_header_of_its_own(string name)
    {
        await using var server = new SmtpTestServer();

        await To(server).SendAsync(Letter(name: name));

        var (recipient, message) = Assert.Single(server.Accepted);
        Assert.Equal("chen.wei@example.com", recipient);
        var mail = MimeText.Parse(message);
        Assert.DoesNotContain(mail.Headers, header => header.Name is "bcc" or "x-evil");
        Assert.Single(server.Commands, command => command.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_subject_cannot_begin_a_header_of_its_own()
    {
        await using var server = new SmtpTestServer();

        await To(server).SendAsync(Letter() with { Content = Content with { Subject = "日报\r\nBcc: thief@example.org\r\n\r\nbody" } });

        var mail = MimeText.Parse(Assert.Single(server.Accepted).Message);
        Assert.DoesNotContain(mail.Headers, header => header.Name == "bcc");
        Assert.Equal("日报  Bcc: thief@example.org    body", mail["subject"]);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a@b@c.example")]
    [InlineData("a b@example.com")]
    [InlineData("x@example.com\r\nRCPT TO:<thief@example.org>")]
    [InlineData("Chen <chen@example.com>")]
    [InlineData("a@example.com,b@example.com")]
    [InlineData("陈@example.com")]
    [InlineData("")]
    public async Task An_address_that_nobody_can_write_to_is_refused_in_words(string address)
    {
        await using var server = new SmtpTestServer();

        var outcome = await To(server).SendAsync(Letter(to: address));

        Assert.Equal(SendVerdict.Refused, outcome.Verdict);
        Assert.Contains("mail", outcome.Words, StringComparison.Ordinal);
        Assert.Empty(server.Commands);
    }

    [Theory]
    [InlineData("o'brien+ka@example.com")]
    [InlineData("chen_wei.01@mail.example.com.cn")]
    [InlineData("chen@例子.example")]
    public async Task An_odd_but_right_address_gets_its_mail(string address)
    {
        await using var server = new SmtpTestServer();

        Assert.Equal(SendVerdict.Accepted, (await To(server).SendAsync(Letter(to: address))).Verdict);
    }

    private IMailTransport To(SmtpTestServer server) => To(new SmtpServer { Host = IPAddress.Loopback.ToString(), Port = server.Port, StartTls = false });
}
