using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Mail;

/// <summary>What arrives over a real conversation, and what is said of a mail that did not.</summary>
public sealed class MailKitTransportTests
{
    [Fact]
    public async Task A_mail_arrives_with_its_text_its_HTML_and_its_file_and_the_servers_words_are_kept()
    {
        await using var server = new SmtpTestServer();

        var outcome = await To(server).SendAsync(TestLetter.To(), ct: Stopping);

        Assert.Equal((SendVerdict.Accepted, "2.0.0 queued as 4711"), (outcome.Verdict, outcome.Words));
        var (recipient, message) = Assert.Single(server.Accepted);
        Assert.Equal("chen.wei@example.com", recipient);
        var mail = ReceivedMail.Parse(message);
        Assert.Equal(TestLetter.Content.Subject, mail.Subject);
        Assert.Equal(TestLetter.Content.Text, mail.Text);
        Assert.Equal(TestLetter.Content.Html, mail.Html);
        var (name, bytes) = Assert.Single(mail.Files);
        Assert.Equal(TestLetter.FileName, name);
        Assert.Equal(TestLetter.Content.Attachments[0].Content, bytes);
    }

    [Theory]
    [InlineData("RCPT TO:<chen.wei@example.com>", "550 5.1.1 no such user here", SendVerdict.Refused, "no such user here")]
    [InlineData("RCPT TO:<chen.wei@example.com>", "450 4.2.1 mailbox busy", SendVerdict.NotNow, "mailbox busy")]
    [InlineData("RCPT TO:<chen.wei@example.com>", "421 4.7.28 too many mails for this reader", SendVerdict.NotNow, "too many")]
    [InlineData("RCPT TO:<chen.wei@example.com>", "530 5.7.0 authentication required", SendVerdict.ServerTrouble,
        "authentication required")]
    [InlineData("RCPT TO:<chen.wei@example.com>", "cut", SendVerdict.NotNow, "")]
    [InlineData("MAIL", "451 4.3.0 local error", SendVerdict.ServerTrouble, "local error")]
    [InlineData("MAIL", "421 4.3.2 shutting down", SendVerdict.ServerTrouble, "shutting down")]
    [InlineData("MAIL", "530 5.7.0 authentication required", SendVerdict.ServerTrouble, "authentication required")]
    [InlineData("MAIL", "501 5.1.7 sender is not the account", SendVerdict.ServerTrouble, "sender is not the account")]
    [InlineData("MAIL", "552 5.3.4 message too big", SendVerdict.Refused, "too big")]
    [InlineData("MAIL", "cut", SendVerdict.ServerTrouble, "")]
    [InlineData("DATA", "554 5.3.4 too big", SendVerdict.Refused, "too big")]
    [InlineData("DATA", "cut", SendVerdict.NotNow, "before the message was handed over")]
    [InlineData(".", "451 4.3.0 try later", SendVerdict.NotNow, "try later")]
    [InlineData(".", "554 5.7.1 looks like spam", SendVerdict.Refused, "looks like spam")]
    [InlineData(".", "cut", SendVerdict.InDoubt, "handed over whole")]
    [InlineData(".", "cut-after-accepting", SendVerdict.InDoubt, "handed over whole")]
    public async Task The_servers_answer_decides_what_became_of_the_mail(string at, string reply, SendVerdict expected, string words)
    {
        await using var plain = new SmtpTestServer { Answer = command => command == at ? reply : null };
        await using var pipelining =
            new SmtpTestServer { Answer = command => command == at ? reply : null, Extensions = ["PIPELINING", "8BITMIME", "CHUNKING"] };
        foreach (var server in new[] { plain, pipelining })
        {
            var outcome = await To(server).SendAsync(TestLetter.To(), ct: Stopping);

            Assert.Equal(expected, outcome.Verdict);
            Assert.Contains(words, outcome.Words, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("MAIL", SendVerdict.ServerTrouble)]
    [InlineData("RCPT TO:<chen.wei@example.com>", SendVerdict.NotNow)]
    [InlineData("DATA", SendVerdict.NotNow)]
    [InlineData(".", SendVerdict.InDoubt)]
    public async Task A_server_that_falls_silent_is_left_after_the_time_allowed(string at, SendVerdict expected)
    {
        await using var server = new SmtpTestServer { Answer = command => command == at ? "silence" : null };

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var outcome = await To(server, seconds: 4).SendAsync(TestLetter.To(), ct: Stopping);

        Assert.Equal(expected, outcome.Verdict);
        Assert.Contains("no answer within 4 s", outcome.Words, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(3.9), TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task A_server_that_stops_reading_is_left_after_the_time_allowed_and_certainly_took_nothing()
    {
        await using var server = new SmtpTestServer { StallAfterBytes = 300 };

        var outcome = await To(server, seconds: 5).SendAsync(Large(), ct: Stopping);

        Assert.Equal(SendVerdict.NotNow, outcome.Verdict);
        Assert.Contains("no answer within 5 s, before the message was handed over whole", outcome.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_goodbye_that_is_never_answered_keeps_nobody_waiting()
    {
        await using var server = new SmtpTestServer { Answer = command => command == "QUIT" ? "silence" : null };

        Assert.Equal(SendVerdict.Accepted,
            (await To(server).SendAsync(TestLetter.To(), ct: Stopping).WaitAsync(TimeSpan.FromSeconds(20), Stopping)).Verdict);
    }

    [Fact]
    public async Task A_small_mail_whose_connection_is_cut_when_all_of_it_was_sent_is_in_doubt()
    {
        await using var server = new SmtpTestServer { CutAfterBytes = 300 };

        Assert.Equal(SendVerdict.InDoubt, (await To(server).SendAsync(TestLetter.To(), ct: Stopping)).Verdict);
        Assert.Empty(server.Accepted);
    }

    [Fact]
    public async Task A_large_mail_whose_connection_is_cut_in_the_middle_was_certainly_not_taken()
    {
        await using var server = new SmtpTestServer { CutAfterBytes = 300 };

        Assert.Equal(SendVerdict.NotNow, (await To(server).SendAsync(Large(), ct: Stopping)).Verdict);
        Assert.Empty(server.Accepted);
    }

    [Theory]
    [InlineData("陈伟\r\nBcc: thief@example.org")]
    [InlineData("陈伟\nX-Evil: 1")]
    [InlineData("\"quoted\" <thief@example.org>, other")]
    [InlineData("陈伟\u2028Bcc: thief@example.org")]
    public async Task A_name_cannot_begin_a_header_of_its_own(string name)
    {
        await using var server = new SmtpTestServer();

        await To(server).SendAsync(TestLetter.To(name: name), ct: Stopping);

        var (recipient, message) = Assert.Single(server.Accepted);
        Assert.Equal("chen.wei@example.com", recipient);
        var mail = ReceivedMail.Parse(message).Message;
        Assert.DoesNotContain(mail.Headers, header => header.Field is "Bcc" or "X-Evil");
        Assert.Equal("chen.wei@example.com", Assert.Single(mail.To.Mailboxes).Address);
        Assert.Single(server.Commands, command => command.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_subject_cannot_begin_a_header_of_its_own()
    {
        await using var server = new SmtpTestServer();

        await To(server)
            .SendAsync(TestLetter.To() with { Content = TestLetter.Content with { Subject = "日报\r\nBcc: thief@example.org\r\n\r\nbody" } }, ct: Stopping);

        var mail = ReceivedMail.Parse(Assert.Single(server.Accepted).Message);
        Assert.Empty(mail.Message.Bcc);
        Assert.Equal("日报  Bcc: thief@example.org    body", mail.Subject);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a@b@c.example")]
    [InlineData("a b@example.com")]
    [InlineData("x@example.com\r\nRCPT TO:<thief@example.org>")]
    [InlineData("Chen <chen@example.com>")]
    [InlineData("a@example.com,b@example.com")]
    [InlineData("@example.com")]
    [InlineData("chen@")]
    [InlineData("")]
    public async Task An_address_that_nobody_can_write_to_is_refused_in_words(string address)
    {
        await using var server = new SmtpTestServer();

        var outcome = await To(server).SendAsync(TestLetter.To(address), ct: Stopping);

        Assert.Equal(SendVerdict.Refused, outcome.Verdict);
        Assert.Contains("is not a mail address", outcome.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("o'brien+ka@example.com")]
    [InlineData("chen_wei.01@mail.example.com.cn")]
    [InlineData("chen@例子.example")]
    public async Task An_odd_but_right_address_gets_its_mail(string address)
    {
        await using var server = new SmtpTestServer();

        Assert.Equal(SendVerdict.Accepted, (await To(server).SendAsync(TestLetter.To(address), ct: Stopping)).Verdict);
    }

    [Fact]
    public async Task Chinese_letters_before_the_at_sign_go_to_a_server_that_offers_SMTPUTF8_alone()
    {
        await using var offering = new SmtpTestServer { Extensions = ["8BITMIME", "SMTPUTF8"] };
        await using var other = new SmtpTestServer { Extensions = ["8BITMIME"] };

        Assert.Equal(SendVerdict.Accepted, (await To(offering).SendAsync(TestLetter.To("陈伟@例子.example"), ct: Stopping)).Verdict);
        Assert.Contains(offering.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal)
            && command.Contains("SMTPUTF8", StringComparison.Ordinal));
        Assert.Equal("陈伟@例子.example", Assert.Single(offering.Accepted).Recipient);
        Assert.Contains("陈伟@例子.example", ReceivedMail.Parse(offering.Accepted.Single().Message).Message.To.ToString(),
            StringComparison.Ordinal);

        var refused = await To(other).SendAsync(TestLetter.To("陈伟@例子.example"), ct: Stopping);
        Assert.Equal(SendVerdict.Refused, refused.Verdict);
        Assert.Contains("SMTPUTF8", refused.Words, StringComparison.Ordinal);
    }

    // More than the buffers of a socket hold.
    private static Envelope Large() =>
        TestLetter.To() with
        {
            Content = TestLetter.Content with { Attachments = [new("a.xlsx", MailAttachment.Workbook, new byte[24_000_000])] }
        };

    private static MailKitTransport To(SmtpTestServer server, int seconds = 60)
    {
        var settings = Loopback.To(server);
        settings.TimeoutSeconds = seconds;
        return new MailKitTransport(settings, TimeProvider.System);
    }
}
