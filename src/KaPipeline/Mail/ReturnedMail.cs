using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Utils;

namespace KaPipeline.Mail;

/// <summary>What a mail in the return mailbox says about one of ours.</summary>
/// <param name="MessageIds">Message-IDs that it names, without angle brackets: one of them may be ours.</param>
/// <param name="List">The list of our mail that it encloses, <c>daily</c>; null where it encloses none of ours.</param>
/// <param name="Recipient">Who did not get it; null where it does not say.</param>
/// <param name="IsFinal">Given up for good (5.x.x); else only late (4.x.x).</param>
/// <param name="Words">The server's words, on one line.</param>
public sealed partial record ReturnedMail(
    IReadOnlyList<string> MessageIds, string? List, string? Recipient, bool IsFinal, string Words)
{
    private const int LongestWords = 400;

    private static readonly string[] Daemons = ["mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon", "mdaemon"];

    /// <summary>Reads a mail: delivery status notifications (RFC 3464), and the letters of servers that write plain ones. Notices of
    /// absence, answers and anything else say nothing.</summary>
    public static IReadOnlyList<ReturnedMail> Read(MimeMessage message)
    {
        var (ids, list) = Named(message);
        if (Reports(message).ToList() is { Count: > 0 } reports)
        {
            return [.. reports.Select(report => report with { MessageIds = ids, List = list })];
        }

        return Plain(message, ids, list) is { } plain ? [plain] : [];
    }

    // One for each recipient of each report; those that were delivered, relayed or expanded say nothing.
    private static IEnumerable<ReturnedMail> Reports(MimeMessage message) =>
        message.BodyParts.OfType<MessageDeliveryStatus>().SelectMany(part => part.StatusGroups.Skip(1)).Select(group =>
        {
            var status = group["Status"]?.Trim() ?? "";
            var isFailed = string.Equals(group["Action"]?.Trim(), "failed", StringComparison.OrdinalIgnoreCase);
            var isDelayed = string.Equals(group["Action"]?.Trim(), "delayed", StringComparison.OrdinalIgnoreCase);
            var words = OneLine(string.Join(' ', new[] { status, After(group["Diagnostic-Code"]) }.OfType<string>()));
            return isFailed || isDelayed
                ? new ReturnedMail([], null, After(group["Original-Recipient"] ?? group["Final-Recipient"]),
                    isFailed && !status.StartsWith('4'), words)
                : null;
        }).OfType<ReturnedMail>();

    // A letter of a mail server in its own words: it must come from one, name a mail, and say that it is lost or late.
    private static ReturnedMail? Plain(MimeMessage message, IReadOnlyList<string> ids, string? list)
    {
        var sender = message.From.Mailboxes.Concat([message.Sender]).OfType<MailboxAddress>().FirstOrDefault()?.Address ?? "";
        var text = Text(message);
        if (ids.Count == 0 || !Daemons.Contains(sender.Split('@')[0].ToLowerInvariant()))
        {
            return null;
        }

        var code = Code().Match(text);
        var isFinal = code.Success ? code.Value.StartsWith('5') : Lost().IsMatch($"{message.Subject} {text}");
        if (!code.Success && !isFinal)
        {
            return null;
        }

        var said = code.Success ? text[code.Index..] : message.Subject ?? "";
        return new ReturnedMail(ids, list, Address().Match(text) is { Success: true } to ? to.Value : null, isFinal,
            OneLine(said.Split('\n')[0]));
    }

    // What it encloses of ours, and what it says that it answers.
    private static (IReadOnlyList<string> Ids, string? List) Named(MimeMessage message)
    {
        var ids = new List<string?> { message.InReplyTo };
        ids.AddRange(message.References);
        string? list = null;
        foreach (var headers in Enclosed(message.Body))
        {
            ids.Add(headers[HeaderId.MessageId] is { } id ? MimeUtils.ParseMessageId(id) : null);
            list ??= headers[HeaderId.ListId] is { } name && OurList().Match(name) is { Success: true } ours ? ours.Groups[1].Value : null;
        }

        ids.AddRange(Id().Matches(Text(message)).Select(match => match.Groups[1].Value));
        return ([.. ids.OfType<string>().Where(id => id.Length > 0).Distinct()], list);
    }

    private static IEnumerable<HeaderList> Enclosed(MimeEntity? entity) => entity switch
    {
        Multipart several => several.SelectMany(Enclosed),
        MessagePart { Message: { } enclosed } => [enclosed.Headers],
        MimePart { Content: { } content } part when part.ContentType.IsMimeType("text", "rfc822-headers") => [HeadersOf(content)],
        _ => [],
    };

    private static HeaderList HeadersOf(IMimeContent content)
    {
        using var stream = new MemoryStream();
        content.DecodeTo(stream);
        stream.Position = 0;
        try
        {
            return HeaderList.Load(stream);
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static string Text(MimeMessage message) =>
        message.TextBody is { Length: > 0 } text ? text : Tag().Replace(message.HtmlBody ?? "", " ");

    // "rfc822; name@example.com", "smtp; 550 5.1.1 …": behind the kind.
    private static string? After(string? value) => value?.Split(';', 2)[^1].Trim();

    private static string OneLine(string words) => Mailbox.Clean(Blanks().Replace(words, " ").Trim()) is var line && line.Length > LongestWords
        ? line[..LongestWords] : line;

    [GeneratedRegex(@"(?<![\d.])(?:[45]\.\d{1,3}\.\d{1,3}|[45][0-5]\d)(?=[\s\-:,;，；：])")]
    private static partial Regex Code();

    [GeneratedRegex("退信|退回|无法送达|投递失败|发送失败|undeliver|could not be delivered|delivery (?:has )?failed|failure notice|returned to sender",
        RegexOptions.IgnoreCase)]
    private static partial Regex Lost();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")]
    private static partial Regex Address();

    [GeneratedRegex(@"<([^<>@\s]+@[^<>@\s]+)>")]
    private static partial Regex Id();

    [GeneratedRegex(@"<(\w+)\.ka-pipeline\.")]
    private static partial Regex OurList();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
