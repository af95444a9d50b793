using KaPipeline.Mail;

namespace KaPipeline.Tests.Mail;

public sealed class MailContentTests
{
    [Fact]
    public void The_hash_covers_every_part_that_the_reader_gets()
    {
        var content = new MailContent("s", "<p>h</p>", "t", [new("a.xlsx", MailAttachment.Workbook, [1, 2, 3])]);
        MailContent[] others =
        [
            content with { Subject = "S" }, content with { Html = "<p>H</p>" }, content with { Text = "T" },
                content with { Attachments = [] },
            content with { Attachments = [content.Attachments[0] with { FileName = "b.xlsx" }] },
            content with { Attachments = [content.Attachments[0] with { Content = [1, 2, 4] }] },
            content with { Subject = "s<p>", Html = "h</p>" },
        ];

        Assert.Equal(content.Sha256, (content with { Attachments = [content.Attachments[0] with { Content = [1, 2, 3] }] }).Sha256);
        Assert.Equal(others.Length + 1, others.Append(content).Select(other => other.Sha256).Distinct().Count());
    }
}
