using System.Globalization;
using System.Text;

namespace KaPipeline;

/// <summary>A year before its notice is out: weekends and the legal holidays by sun and moon. Swapped days (调休) and bridges are the
/// notice's to say, so the file calls itself a draft, and whoever reads it says so (docs/domain.md#calendar).</summary>
public static class CalendarDraft
{
    private static readonly ChineseLunisolarCalendar Moon = new();

    /// <summary>The file of a year.</summary>
    public static string Of(int year)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{CalendarYearFile.DraftMark}未经确认 unconfirmed: weekends and legal holidays of {year}; replace by the State Council's notice");
        text.AppendLine("# holiday: the office is closed; work days swapped for them (调休) are not known yet");
        text.AppendLine(CalendarYearFile.Header);
        foreach (var (day, note) in Holidays(year).OrderBy(holiday => holiday.Day))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},holiday,{note}");
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    // The legal days of 全国年节及纪念日放假办法, as it has stood since 2025.
    private static IEnumerable<(DateOnly Day, string Note)> Holidays(int year)
    {
        yield return (new(year, 1, 1), "元旦");
        for (var day = -1; day < 3; day++)
        {
            yield return (OfMoon(year, 1, 1).AddDays(day), "春节");
        }

        yield return (new(year, 4, PureBrightness(year)), "清明节");
        yield return (new(year, 5, 1), "劳动节");
        yield return (new(year, 5, 2), "劳动节");
        yield return (OfMoon(year, 5, 5), "端午节");
        var autumn = OfMoon(year, 8, 15);
        for (var day = 1; day <= 3; day++)
        {
            yield return (new(year, 10, day), "国庆节");
        }

        if (autumn < new DateOnly(year, 10, 1) || autumn > new DateOnly(year, 10, 3))
        {
            yield return (autumn, "中秋节");
        }
    }

    // A leap month moves the numbers of those behind it by one.
    private static DateOnly OfMoon(int year, int month, int day)
    {
        var leap = Moon.GetLeapMonth(year);
        return DateOnly.FromDateTime(Moon.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0));
    }

    // The solar term's day in April, by the usual rule for this century.
    private static int PureBrightness(int year) => (int)((year % 100 * 0.2422m) + 4.81m) - (year % 100 / 4);
}
