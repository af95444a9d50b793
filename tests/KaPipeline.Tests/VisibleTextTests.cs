using KaPipeline.Digests.Design;
using KaPipeline.Host;
using KaPipeline.Host.Web;
using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Tests;

/// <summary>Text from outside that would command a terminal, forge a line or read as another text.</summary>
public sealed class VisibleTextTests
{
    private const string Name = "订单\u001b[31m\n\u202egnp.\u0085\u2067\u200f\u2028\ud800csv 😀";

    private const string Shown = @"订单\u001B[31m\u000A\u202Egnp.\u0085\u2067\u200F\u2028\uD800csv 😀";

    private static readonly string ShownInLines = Shown.Replace(@"\u000A", "\n", StringComparison.Ordinal);

    [Fact]
    public void What_nobody_sees_is_shown_and_nothing_else_changes()
    {
        Assert.Equal(Shown, VisibleText.Line(Name));
        Assert.Equal(Shown, VisibleText.Line(Shown));
        Assert.Equal("a\tb\r\nc\\u000D", VisibleText.Lines("a\tb\r\nc\r"));
        Assert.Same("鼎丰_订单_20260501.csv", VisibleText.Line("鼎丰_订单_20260501.csv"));
    }

    [Fact]
    public void Whatever_prints_shows_it()
    {
        using var printed = new StringWriter();
        using var writer = new VisibleWriter(printed);
        writer.Write(Name);
        writer.Write(Name.ToCharArray());
        writer.Write(Name.AsSpan());
        writer.WriteLine(Name);
        writer.Flush();
        Assert.Equal(string.Concat(Enumerable.Repeat(ShownInLines, 4)) + Environment.NewLine, printed.ToString());
    }

    [Fact]
    public async Task Whatever_prints_in_its_own_time_shows_it()
    {
        await using var printed = new StringWriter();
        await using var writer = new VisibleWriter(printed);
        await writer.WriteAsync(Name);
        await writer.WriteLineAsync(Name);
        await writer.FlushAsync(Stopping);
        Assert.Equal(string.Concat(Enumerable.Repeat(ShownInLines, 2)) + Environment.NewLine, printed.ToString());
    }

    [Fact]
    public void Pages_show_it_and_leave_every_script_as_it_is()
    {
        var page = VisibleHtml.Encoder.Encode("中文 <" + Name + ">");
        Assert.StartsWith(@"中文 &lt;订单\u001B[31m", page, StringComparison.Ordinal);
        Assert.Contains(@"\u202Egnp.\u0085\u2067\u200F\u2028", page, StringComparison.Ordinal);
        Assert.DoesNotContain("&#x1B;", page, StringComparison.Ordinal);
        Assert.Equal("审计", VisibleHtml.Encoder.Encode("审计"));
    }

    [Fact]
    public async Task Mails_show_it_in_subject_body_and_names_of_files()
    {
        var document = new Document(Language.Chinese, "日报", "范围", "预览", [new Notice(Tone.Bad, Name)], []);
        await using var html = new DocumentHtml();
        var content = new MailContent(
            $"隔离 {Name}", await html.RenderAsync(document, Medium.Mail), DocumentText.Of(document),
            [new MailAttachment(Name, "text/csv", [1])]);
        using var mail = MailComposer.Compose(Envelope.Of(
            new MailOptions { From = "ka@ka.example" },
            new ClaimedMail { Address = "r1@ka.example", MessageId = "1@ka.example" }, content));

        string[] texts = [mail.Subject!, mail.HtmlBody!, mail.TextBody!, mail.Attachments.Single().ContentDisposition!.FileName!];
        Assert.All(texts, text => Assert.Contains(@"\u202Egnp.", text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.DoesNotContain(text, letter => letter is not ('\n' or '\r' or '\t') && VisibleText.IsUnseen(letter)
            && !char.IsSurrogate(letter)));
        Assert.DoesNotContain('\n', mail.Subject!);
    }

    [Fact]
    public void The_audits_file_shows_it() => Assert.Equal($"\"{ShownInLines}\"", AuditExport.Cell(Name));
}
