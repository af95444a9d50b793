using System.Globalization;

namespace KaPipeline.Labels;

/// <summary>A reader's language: words and formats. Figures are written the same way in both, whatever the machine's culture.</summary>
public sealed class Language
{
    private readonly bool isChinese;
    private readonly CultureInfo culture;

    private Language(string code)
    {
        Code = code;
        isChinese = code == "zh-CN";
        culture = CultureInfo.GetCultureInfo(isChinese ? "zh-CN" : "en-GB");
    }

    /// <summary>Chinese.</summary>
    public static Language Chinese { get; } = new("zh-CN");

    /// <summary>English.</summary>
    public static Language English { get; } = new("en");

    /// <summary>What shows where there is no figure: nothing was ordered, nothing is known.</summary>
    public const string NoFigure = "—";

    /// <summary><c>zh-CN</c> or <c>en</c>.</summary>
    public string Code { get; }

    /// <summary>The language of a code; what is not English is Chinese.</summary>
    public static Language Of(string? code) => code is not null && code.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? English
        : Chinese;

    /// <summary>The words for this reader.</summary>
    public string Say(string chinese, string english) => isChinese ? chinese : english;

    /// <summary>RMB with two decimals and grouping.</summary>
    public string Money(decimal? amount) => amount is { } value ? Rounded(value, 2).ToString("#,##0.00", CultureInfo.InvariantCulture)
        : NoFigure;

    /// <summary>RMB without decimals, for headlines.</summary>
    public string Round(decimal? amount) => amount is { } value ? Rounded(value, 0).ToString("#,##0", CultureInfo.InvariantCulture)
        : NoFigure;

    /// <summary>A unit price with four decimals.</summary>
    public string Price(decimal? price) => price is { } value ? Rounded(value, 4).ToString("0.0000", CultureInfo.InvariantCulture)
        : NoFigure;

    /// <summary>Units or pieces, decimals only where there are some.</summary>
    public string Count(decimal? count) => count is { } value ? value.ToString("#,##0.###", CultureInfo.InvariantCulture) : NoFigure;

    /// <summary>A number with its English noun: <c>1 store</c>, <c>1,204 stores</c>.</summary>
    public static string Counted(decimal count, string noun) =>
        $"{count.ToString("#,##0.###", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A share in per cent with one decimal; never 0 % for nothing. For what has a goal to reach see <see cref="Rate"/>.</summary>
    public string Percent(decimal? fraction) => fraction is { } value ? OneDecimal(Rounded(value * 100, 1)) : NoFigure;

    /// <summary>A rate that has a goal (fill rate, target reached), in per cent with one decimal, rounded down: what is printed was
    /// reached.
    /// 0.9997 is <c>99.9%</c>, never the 100.0% that it missed.</summary>
    public string Rate(decimal? fraction) => fraction is { } value ? OneDecimal(Math.Floor(value * 1000) / 10) : NoFigure;

    /// <summary>A growth in per cent with one decimal and its sign: <c>+3.1%</c>, <c>-0.4%</c>.</summary>
    public string Growth(decimal? fraction) =>
        fraction is { } value ? (Rounded(value * 100, 1) > 0 ? "+" : "") + OneDecimal(Rounded(value * 100, 1)) : NoFigure;

    /// <summary>A date with its weekday: <c>5月12日 周二</c>, <c>Tue 12 May</c>.</summary>
    public string Day(DateOnly? date) => date is not { } day || day == DateOnly.MaxValue
        ? NoFigure : day.ToString(isChinese ? "M月d日 ddd" : "ddd d MMM", culture);

    /// <summary>A date, short: <c>05-12</c>; in English, where that may be read either way, <c>12 May</c>.</summary>
    public string ShortDay(DateOnly? date) => date?.ToString(isChinese ? "MM-dd" : "d MMM", isChinese ? CultureInfo.InvariantCulture : culture)
        ?? NoFigure;

    /// <summary>A full date: <c>2026-05-12</c>.</summary>
    public string Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? NoFigure;

    /// <summary>A month: <c>2026年5月</c>, <c>May 2026</c>.</summary>
    public string Month(DateOnly month) => month.ToString(isChinese ? "yyyy年M月" : "MMMM yyyy", culture);

    /// <summary>A moment in business time with its zone: <c>2026-05-12 07:30 Asia/Shanghai</c>.</summary>
    public string Moment(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, BusinessTime.Zone).ToString("yyyy-MM-dd HH:mm ", CultureInfo.InvariantCulture)
        + BusinessTime.ZoneName;

    /// <summary>Joins a list: <c>甲、乙</c> or <c>a, b</c>.</summary>
    public string List(IEnumerable<string> items) => string.Join(isChinese ? "、" : ", ", items);

    private static string OneDecimal(decimal percent) => percent.ToString("0.0;-0.0;0.0", CultureInfo.InvariantCulture) + "%";

    private static decimal Rounded(decimal value, int decimals) => decimal.Round(value, decimals, MidpointRounding.AwayFromZero);
}
