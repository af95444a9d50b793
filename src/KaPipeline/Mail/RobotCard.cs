using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KaPipeline.Labels;

namespace KaPipeline.Mail;

/// <summary>The card of a letter, as each kind of robot wants it: the letter's subject, its first lines, and a link to the edition. Nothing
/// is computed for it. What is too long is cut at a line.</summary>
/// <param name="robot">For which robot.</param>
/// <param name="envelope">The letter.</param>
internal sealed class RobotCard(Robot robot, Envelope envelope)
{
    private const int TitleLength = 120;
    private const string Markup = "<>[]*`#@";
    private const string FullWidth = "＜＞［］＊｀＃＠";

    // Chinese as it is, not as \u6570: the limits count bytes.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Language language = Language.Of(envelope.Language);

    /// <summary>The request's body.</summary>
    /// <param name="signature">Fields that sign it, for those who want them in the body.</param>
    public byte[] Body(IReadOnlyDictionary<string, string> signature)
    {
        var lines = LinesOf(envelope.Content.Text);
        for (var count = Math.Min(lines.Count, robot.Lines); ; count--)
        {
            var shown = count == lines.Count ? lines : [.. lines.Take(count), "…"];
            var fields = Fields(signature.ToDictionary(part => part.Key, part => (object)part.Value), shown);
            var body = JsonSerializer.SerializeToUtf8Bytes(fields, Plain);
            var size = robot.Kind == Robot.WeCom ? Encoding.UTF8.GetByteCount(Markdown(shown, "\n")) : body.Length;
            if (size <= robot.Bytes || count == 0)
            {
                return body;
            }
        }
    }

    // The subject says the title, the link leads to what is beside a row, and small print stays in the letter.
    private static List<string> LinesOf(string text) =>
    [
        .. text.Split('\n').Skip(1).TakeWhile(line => line != "--")
            .Where(line => line.Trim().Length > 0 && !line.StartsWith("    -> ", StringComparison.Ordinal)),
    ];

    private string Title
    {
        get
        {
            var subject = envelope.Content.Subject;
            var title = subject.Length <= TitleLength ? subject
                : subject[..(TitleLength - (char.IsHighSurrogate(subject[TitleLength - 1]) ? 1 : 0))] + "…";
            return robot.Keyword is { } word && !title.Contains(word, StringComparison.Ordinal) ? $"{title} · {word}" : title;
        }
    }

    private string Open => language.Say("查看全文", "Open the whole letter");

    private Dictionary<string, object> Fields(Dictionary<string, object> card, IReadOnlyList<string> lines)
    {
        switch (robot.Kind)
        {
            case Robot.WeCom:
                card["msgtype"] = "markdown";
                card["markdown"] = new { content = Markdown(lines, "\n") };
                break;
            case Robot.DingTalk:
                card["msgtype"] = "markdown";
                card["markdown"] = new { title = Title, text = Markdown(lines, "\n\n") };
                break;
            case Robot.Feishu:
                card["msg_type"] = "interactive";
                card["card"] = new
                {
                    header = new { title = new { tag = "plain_text", content = Title } },
                    elements = (object[])
                    [
                        new { tag = "div", text = new { tag = "plain_text", content = string.Join('\n', lines) } },
                        .. envelope.Link is null ? (object[])[] : [new { tag = "action", actions = (object[])[Button(envelope.Link)] }],
                    ],
                };
                break;
            default:
                card["type"] = "digest." + envelope.List;
                card["timestamp"] = envelope.Date.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
                card["data"] = new
                {
                    digest = envelope.List, business_date = envelope.Folder, language = envelope.Language, title = Title, lines,
                    link = envelope.Link,
                };
                break;
        }

        return card;
    }

    private object Button(string link) =>
        new { tag = "button", type = "primary", url = link, text = new { tag = "plain_text", content = Open } };

    private string Markdown(IEnumerable<string> lines, string end) => string.Join(end,
        [$"**{Quiet(Title)}**", .. lines.Select(Line), .. envelope.Link is null ? (string[])[] : [$"[{Open}]({envelope.Link})"]]);

    private static string Line(string line) => line.Length > 6 && line.StartsWith("== ", StringComparison.Ordinal)
        && line.EndsWith(" ==", StringComparison.Ordinal) ? $"**{Quiet(line[3..^3])}**" : Quiet(line.TrimStart());

    // Names come from outside: no text in them becomes a link, calls a person of the group, or looks like a heading.
    private static string Quiet(string text) =>
        string.Concat(text.Select(c => Markup.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? FullWidth[at] : c));
}
