using System.Globalization;
using KaPipeline.Labels;

namespace KaPipeline.Mail;

/// <summary>One line of the alarm mail.</summary>
/// <param name="Message">What happened, as a <see cref="Bilingual"/> text.</param>
/// <param name="OpenedAt">When it began.</param>
/// <param name="Alerts">The alerts that it stands for.</param>
internal sealed record AlarmEntry(string Message, DateTimeOffset OpenedAt, IReadOnlyList<AlarmLine> Alerts)
{
    /// <summary>How many they are.</summary>
    public int Count => Alerts.Count;
}

/// <summary>Folds alerts that say the same of many days: one line for each chain and cause, one for each digest. A chain's reports that
/// lack the same days share a line.</summary>
internal static class AlarmFolding
{
    private sealed record DayAlert(AlarmLine Line, string Owner, string Report, DateOnly Day);

    /// <summary>The lines of one kind, in the order in which they began.</summary>
    public static List<AlarmEntry> Fold(IReadOnlyList<AlarmLine> alerts)
    {
        var days = alerts.Select(Read).OfType<DayAlert>().ToList();
        return
        [
            .. alerts.Except(days.Select(day => day.Line)).Select(alert => new AlarmEntry(alert.Message, alert.OpenedAt, [alert]))
                .Concat(days.GroupBy(day => (day.Owner, day.Report))
                    .GroupBy(report => (
                        report.Key.Owner, Days: string.Join(' ', report.Select(day => day.Day.DayNumber).Distinct().Order())))
                    .Select(same => Together([.. same.SelectMany(report => report)])))
                .OrderBy(entry => entry.OpenedAt).ThenBy(entry => entry.Message, StringComparer.Ordinal),
        ];
    }

    /// <summary>Days as ranges: <c>11月3日—7日、10日</c>, <c>3–7, 10 Nov</c>.</summary>
    public static string Ranges(IEnumerable<DateOnly> days, Language language)
    {
        var ranges = new List<(DateOnly From, DateOnly To)>();
        foreach (var day in days.Distinct().Order())
        {
            if (ranges.Count > 0 && ranges[^1].To.AddDays(1) == day)
            {
                ranges[^1] = (ranges[^1].From, day);
            }
            else
            {
                ranges.Add((day, day));
            }
        }

        var month = 0;
        return language.List(ranges.Select(range =>
        {
            var from = Day(range.From, month, language);
            month = range.To.Month;
            return range.From == range.To ? from
                : language.Say($"{from}—{Day(range.To, range.From.Month, language)}", $"{from} – {Day(range.To, 0, language)}");
        }));
    }

    // Of a feed the subject is its chain, its report and its day; of a digest its name and its day.
    private static DayAlert? Read(AlarmLine alert)
    {
        var parts = alert.Subject.Split(' ');
        return alert.Kind is "feed_late" or "feed_thin" or "digest_missing" && parts.Length is 2 or 3
            && DateOnly.TryParseExact(parts[^1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DayAlert(alert, parts[0], parts.Length == 3 ? parts[1] : "", day) : null;
    }

    private static AlarmEntry Together(List<DayAlert> same) => new(
        same.Count == 1 ? same[0].Line.Message : Bilingual.Of(language => In(same, language)), same.Min(day => day.Line.OpenedAt),
        [.. same.Select(day => day.Line)]);

    private static string In(List<DayAlert> same, Language language)
    {
        var (first, days) = (same[0].Line, same.Select(day => day.Day).Distinct().Count());
        var ranges = Ranges(same.Select(day => day.Day), language);
        if (first.Kind == "digest_missing")
        {
            return language.Say(
                $"{Label.Digest.Of(same[0].Owner, language)} {ranges}，{days} 期未发。",
                $"{Label.Digest.Opening(same[0].Owner, language)}, {ranges}: {Language.Counted(days, "edition")} have not gone.");
        }

        var reports = language.List(same.Select(day => day.Report).Distinct().Select(report => Label.Feed.Of(report, language)));
        var chain = language.Say(first.Chain ?? same[0].Owner, first.ChainEn ?? same[0].Owner);
        var span = days == 1 ? ranges : language.Say($"{ranges}，{days} 天", $"{ranges}, {Language.Counted(days, "day")}");
        return first.Kind == "feed_late"
            ? language.Say($"{chain} {span}：{reports}未到。", $"{chain}, {span}: {reports} not there.")
            : language.Say($"{chain} {span}：{reports}行数异常少。", $"{chain}, {span}: hardly a row in {reports}.");
    }

    // In Chinese a month is said once.
    private static string Day(DateOnly day, int monthSaid, Language language) => language.Say(
        day.Month == monthSaid ? $"{day.Day}日" : $"{day.Month}月{day.Day}日", day.ToString("d MMM", CultureInfo.GetCultureInfo("en-GB")));
}
