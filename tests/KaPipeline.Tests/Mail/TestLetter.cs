using KaPipeline.Mail;

namespace KaPipeline.Tests.Mail;

/// <summary>A letter as the digests write them.</summary>
internal static class TestLetter
{
    public const string FileName = "对账 鼎丰超市 2026年5月上半月 差异与来源行.xlsx";

    public static MailContent Content { get; } = new(
        "重点客户日报 2026-05-12 周二 · 差异 12,345.67 元，新增锁码 3 个，未到数据 0 个，请当天处理",
        "<html><body><p>差异 <b>12,345.67</b></p>\n.\n<p>.</p></body></html>", "差异 12,345.67\n.\n完",
        [new(FileName, MailAttachment.Workbook, [80, 75, 3, 4, 0, 255])]);

    public static Envelope To(string address = "chen.wei@example.com", string name = "陈伟") =>
        new(new Mailbox("重点客户日报", "ka@example.com"), new Mailbox(name, address), "7.daily.2026-05-12@ka.example.com", "2026-05-12", Content)
        {
            Date = new DateTimeOffset(2026, 5, 12, 23, 30, 0, TimeSpan.Zero), ReplyTo = "sales@example.com", List = "daily",
        };
}
