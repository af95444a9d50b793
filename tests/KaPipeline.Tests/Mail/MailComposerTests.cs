using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Mail;
using KaPipeline.Tests.Infrastructure;
using MimeKit;

namespace KaPipeline.Tests.Mail;

/// <summary>The bytes of a mail, as servers and mail programs see them.</summary>
public sealed class MailComposerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ka-outbox-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Head_says_who_it_comes_from_what_it_is_one_of_and_that_no_robot_shall_answer()
    {
        var mail = ReceivedMail.Parse(Compose(TestLetter.To())).Message;

        Assert.Equal(("重点客户日报", "ka@example.com"), Single(mail.From));
        Assert.Equal(("陈伟", "chen.wei@example.com"), Single(mail.To));
        Assert.Equal("sales@example.com", Single(mail.ReplyTo).Address);
        Assert.Equal(TestLetter.Content.Subject, mail.Subject);
        Assert.Equal("7.daily.2026-05-12@ka.example.com", mail.MessageId);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal("KaPipeline daily <daily.ka-pipeline.example.com>", mail.Headers["List-Id"]);
        Assert.Equal("Wed, 13 May 2026 07:30:00 +0800", mail.Headers["Date"]);
    }

    /// <summary>RFC 2231 for the standards and Gmail, RFC 2047 for Outlook, which shows "Untitled attachment" without it.</summary>
    [Fact]
    public void Chinese_name_of_a_file_stands_there_in_both_ways()
    {
        var raw = Compose(TestLetter.To());
        var head = Regex.Replace(raw[raw.IndexOf("Content-Type: application/", StringComparison.Ordinal)..], @"\r\n[ \t]+", " ");
        var type = head.Split("\r\n").First(line => line.StartsWith("Content-Type:", StringComparison.Ordinal));
        var disposition = head.Split("\r\n").First(line => line.StartsWith("Content-Disposition:", StringComparison.Ordinal));

        var encoded = Regex.Matches(disposition, @"filename\*(?:\d+\*)?=(?:utf-8'')?([^;\s]+)")
            .Select(part => part.Groups[1].Value.Trim('"'));
        Assert.Equal(TestLetter.FileName,
            Uri.UnescapeDataString(string.Concat(encoded).Replace("utf-8''", "", StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain("=?", disposition, StringComparison.Ordinal);

        Assert.DoesNotContain("name*", type, StringComparison.Ordinal);
        var words = Regex.Match(type, "name=\"([^\"]+)\"").Groups[1].Value;
        Assert.StartsWith("=?utf-8?", words, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(TestLetter.FileName, MimeKit.Utils.Rfc2047.DecodeText(Encoding.ASCII.GetBytes(words)));
    }

    [Fact]
    public void Everything_is_ASCII_in_short_lines_so_that_no_server_has_a_reason_to_touch_it()
    {
        var raw = Compose(TestLetter.To() with { Content = TestLetter.Content with { Html = new string('差', 5_000) } });

        Assert.All(raw.Split("\r\n"), line => Assert.InRange(line.Length, 0, line.Contains("=?", StringComparison.Ordinal) ? 76
            : line.StartsWith("Content-Type: application/", StringComparison.Ordinal) ? 80 : 78));
        Assert.All(raw, c => Assert.InRange(c, '\0', '\u007f'));
        Assert.DoesNotContain("\n", raw.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_envelope_gives_the_same_bytes() => Assert.Equal(Compose(TestLetter.To()), Compose(TestLetter.To()));

    [Fact]
    public async Task Outbox_and_server_get_the_same_mail()
    {
        await using var server = new SmtpTestServer { Extensions = ["8BITMIME", "SMTPUTF8", "PIPELINING"] };
        await new MailKitTransport(Loopback.To(server), TimeProvider.System).SendAsync(TestLetter.To(), ct: Stopping);
        var outcome = await new PickupTransport(folder).SendAsync(TestLetter.To(), ct: Stopping);

        Assert.Equal(SendVerdict.Accepted, outcome.Verdict);
        Assert.Equal(Assert.Single(server.Accepted).Message.TrimEnd(),
            (await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(folder, "2026-05-12"), "*.eml")), Stopping)).TrimEnd());
        Assert.Equal(TestLetter.Content.Attachments[0].Content,
            await File.ReadAllBytesAsync(Path.Combine(folder, "2026-05-12", TestLetter.FileName), Stopping));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, ".unfinished")));
    }

    [Theory]
    [InlineData("daily", "zh-CN", "重点客户日报")]
    [InlineData("daily", "en", "Key Accounts Daily")]
    [InlineData("close", "zh-CN", "重点客户月结")]
    [InlineData("restatement", "en", "Key Accounts Corrections")]
    [InlineData("plan", "zh-CN", "计划来了")]
    [InlineData("plan", "en", "Key Accounts Plan")]
    public void Sender_has_a_name_per_digest_and_language_that_the_settings_may_change(string digest, string language, string expected)
    {
        var options = new MailOptions
        {
            From = "ka@example.com", ReplyTo = "sales@example.com",
            SenderNames = new() { ["plan"] = new() { ["zh-CN"] = "计划来了" } }
        };

        var envelope = Envelope.Of(options, new ClaimedMail
        {
            Digest = digest, Language = language, RecipientName = "陈伟", Address = "c@example.com",
            MessageId = "1@x", BusinessDate = new(2026, 5, 12)
        }, TestLetter.Content);

        Assert.Equal((expected, "sales@example.com", digest), (envelope.From.Name, envelope.ReplyTo, envelope.List));
    }

    private static string Compose(Envelope envelope)
    {
        using var message = MailComposer.Compose(envelope);
        using var bytes = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        message.WriteTo(format, bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static (string Name, string Address) Single(InternetAddressList list)
    {
        var mailbox = Assert.IsType<MailboxAddress>(Assert.Single(list));
        return (mailbox.Name ?? "", mailbox.Address);
    }
}
