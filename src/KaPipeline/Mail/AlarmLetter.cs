using KaPipeline.Digests.Design;
using KaPipeline.Labels;

namespace KaPipeline.Mail;

/// <summary>An alert that operations are told of.</summary>
/// <param name="Message">What happened, as a <see cref="Bilingual"/> text.</param>
/// <param name="OpenedAt">When it began.</param>
internal sealed record AlarmLine(string Kind, string Message, DateTimeOffset OpenedAt)
{
    /// <summary>What it is about: the key within its kind.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Name of the chain whose feed it is about, Chinese; null where it is about none.</summary>
    public string? Chain { get; init; }

    /// <summary>The same, English.</summary>
    public string? ChainEn { get; init; }

    /// <summary>Its number.</summary>
    public long AlertId { get; init; }

    /// <summary>When operations were told; null: not yet.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>Who was told.</summary>
    public IReadOnlyList<string> ToldTo { get; init; } = [];

    /// <summary>Who knows of it, or put it off; null: nobody has said so.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why.</summary>
    public string? DecisionReason { get; init; }

    /// <summary>Until when no mail tells of it; null: it was not put off.</summary>
    public DateOnly? SnoozedUntil { get; init; }
}

/// <summary>Writes what operations are told: alerts grouped by their cause, the gravest first, days of one chain in one line, each group
/// with what to do next.</summary>
internal static class AlarmLetter
{
    private const int LinesEach = 6;

    // What stops everything first, then what stops mails, then what makes figures doubtful.
    private static readonly string[] Gravest =
    [
        "clock_off", "calendar_missing", "run_failed", "mail_server", "sending_held", "digest_missing", "delivery_refused", "address_bounced",
        "archive_damaged",
    ];

    /// <summary>The letter.</summary>
    /// <param name="alerts">What is told now; at least one.</param>
    /// <param name="consoleAddress">Address of the console; empty where there is none.</param>
    /// <param name="snoozed">How many are open besides of which no mail tells, because somebody put them off.</param>
    public static async Task<MailContent> WriteAsync(IReadOnlyList<AlarmLine> alerts, string consoleAddress, int snoozed = 0)
    {
        var now = consoleAddress.Length > 0 ? consoleAddress.TrimEnd('/') + "/now" : null;
        var kinds = ByCause(alerts);
        var news = string.Join(", ", kinds.Select(kind => $"{Label.Alert.Both(kind.Key)} {kind.Count()}"));
        var document = new Document(
            Language.Chinese, $"告警 Alerts: {alerts.Count}", $"时间均为 All times are {BusinessTime.ZoneName}", news,
            [.. kinds.SelectMany(kind => Group(kind.Key, [.. kind.OrderBy(alert => alert.OpenedAt)], now))],
            [.. snoozed > 0 ? (string[])[$"另有 {snoozed} 条告警已静默 {Language.Counted(snoozed, "more alert")} snoozed"] : [], now is null ? "Mail:ConsoleAddress 未设置，邮件中没有链接 is not set, so that mails carry no links" : $"控制台 Console: {now}"]);
        await using var html = new DocumentHtml();
        return new MailContent($"KaPipeline 告警 alert: {news}", await html.RenderAsync(document, Medium.Mail), DocumentText.Of(document), []);
    }

    /// <summary>Alerts by their cause, the gravest first.</summary>
    public static List<IGrouping<string, AlarmLine>> ByCause(IEnumerable<AlarmLine> alerts) =>
    [
        .. alerts.GroupBy(alert => alert.Kind)
            .OrderBy(kind => Array.IndexOf(Gravest, kind.Key) is var place and >= 0 ? place : Gravest.Length)
            .ThenByDescending(kind => kind.Count()),
    ];

    private static IEnumerable<Block> Group(string kind, List<AlarmLine> alerts, string? now)
    {
        var lines = AlarmFolding.Fold(alerts);
        var left = lines.Skip(LinesEach).Sum(line => line.Count);
        yield return new Heading($"{Label.Alert.Both(kind)}: {alerts.Count}", Label.AlertNextStep.Both(kind));
        yield return new Grid(
            [new("自 Since", IsShort: true), new("内容 What")],
            [.. lines.Take(LinesEach).Select(line => new Row(
                new Cell(TimeZoneInfo.ConvertTime(line.OpenedAt, BusinessTime.Zone)
                    .ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), Link: now), Bilingual.Both(line.Message)))],
            left > 0 ? $"另有 {left} 条，见控制台「当前」 {left} more on the console's page Now" : null);
    }
}
