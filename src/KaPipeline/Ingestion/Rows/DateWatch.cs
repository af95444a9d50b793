using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Watches the dates of one field over a whole file. A spreadsheet program that opens 05/08/2026 makes a real date of it, and may take the
/// day for the month; 25/08/2026 it leaves as text. Such a file cannot be believed, nor one whose text dates come in the other order than
/// its format has, nor one whose dates lie far from its business date, nor one whose days all begin at 16:00: a program has written
/// China's midnights as UTC, and they are of the next day.
/// </summary>
internal sealed class DateWatch(StagingField field, DateFormat format, DateOrder order, DateOnly? businessDate, FileLimits limits)
{
    private readonly DateOnly? latest = field.HasHappened && businessDate is { } day ? day.AddDays(limits.DaysAhead) : null;
    private readonly bool isDated = businessDate is not null && field.IsOfItsTime;
    private int texts;
    private int reals;
    private int unclear;
    private int swapped;
    private int unclearTexts;
    private int swappedTexts;
    private int far;
    private int inUtc;
    private int elsewhere;
    private (CellPlace Place, DateOnly Date)? firstInUtc;
    private (CellPlace Place, DateOnly Date)? firstReal;
    private (CellPlace Place, DateOnly Date)? firstSwappedText;
    private (CellPlace Place, DateOnly Date)? firstFar;

    /// <summary>Notes a date.</summary>
    /// <param name="reader">Where it is.</param>
    /// <param name="date">The date as it was read.</param>
    /// <param name="kind">Whether it was a real date of a spreadsheet.</param>
    /// <param name="mayBeUtc">Whether its cell shows a day and holds 16:00 of it.</param>
    /// <param name="latest">The last date that the file's business date allows.</param>
    /// <returns>Whether it may be.</returns>
    public bool Take(FieldReader reader, DateOnly date, CellKind kind, bool mayBeUtc, out DateOnly latest)
    {
        (inUtc, elsewhere) = mayBeUtc ? (inUtc + 1, elsewhere) : (inUtc, elsewhere + 1);
        firstInUtc ??= mayBeUtc ? (reader.Place, date) : null;
        latest = this.latest ?? DateOnly.MaxValue;
        if (format.IsDayOrMonthFirst)
        {
            texts += kind == CellKind.Text ? 1 : 0;
            reals += kind == CellKind.Date ? 1 : 0;
            if (kind == CellKind.Date && date.Day <= 12 && date.Day != date.Month)
            {
                unclear++;
                swapped += IsNear(DateOrder.Other(date)) && !IsNear(date) ? 1 : 0;
            }

            if (kind != CellKind.Date && order.Take(field, date, out var isSwapped))
            {
                unclearTexts++;
                swappedTexts += isSwapped ? 1 : 0;
                firstSwappedText ??= isSwapped ? (reader.Place, date) : null;
            }

            if (kind == CellKind.Date)
            {
                firstReal ??= (reader.Place, date);
            }
        }

        if (isDated && Math.Abs(date.DayNumber - businessDate!.Value.DayNumber) > limits.DaysFar && date <= latest)
        {
            far++;
            firstFar ??= (reader.Place, date);
        }

        return date <= latest;
    }

    /// <summary>Why the day of the whole column cannot be told: a day early, or day and month swapped; null where it can.</summary>
    public OddContent? Unclear() => InUtc() ?? DayForMonth() ?? OtherOrder();

    private OddContent? InUtc() => firstInUtc is var (place, date) && elsewhere == 0
        ? place.Odd(OddRule.DatesInUtc, $"{date:yyyy-MM-dd} 16:00:00",
            $"北京时间的日期；整列都在 16:00，是导出程序把北京时间 0 点写成了世界时 (UTC)，早了一天 | days of China: all of the column lie at 16:00, as a program writes midnight in China by UTC; {date:yyyy-MM-dd} would be {date.AddDays(1):yyyy-MM-dd}", inUtc)
        : null;

    private OddContent? DayForMonth() => firstReal is not var (place, date) ? null : (texts > 0 && reals > 0, swapped * 2 > unclear) switch
    {
        (_, true) => place.Odd(OddRule.DatesSwapped, $"{date:yyyy-MM-dd}",
            $"日与月未被表格软件对调的日期（业务日期 {businessDate:yyyy-MM-dd}）| dates whose day and month no spreadsheet program has swapped: the business date is {businessDate:yyyy-MM-dd}", swapped),
        (true, _) => place.Odd(OddRule.DatesSwapped, $"{date:yyyy-MM-dd}",
            $"整列都是文本或都是日期：{reals} 个单元格是日期，{texts} 个是文本 | all text or all dates: {reals} cells are dates and {texts} are text, "
            + "day and month may have been swapped by a spreadsheet program", reals),
        _ => null,
    };

    // As cells that are real dates: most of those that may be read either way. The rest of the file must not speak for the format.
    private OddContent? OtherOrder() => firstSwappedText is var (place, date) && swappedTexts * 2 > unclearTexts && order.IsDoubtful
        ? place.Odd(OddRule.DatesSwapped, $"{date:yyyy-MM-dd}",
            $"按 {format.Text} 书写的日期：日月对调后 {DateOrder.Other(date):yyyy-MM-dd} 才在业务日期 {businessDate:yyyy-MM-dd} 附近；门户若改了日期写法，须改配置的 dates: | "
            + $"dates written as {format.Text}: only with day and month exchanged ({DateOrder.Other(date):yyyy-MM-dd}) are they near the business date {businessDate:yyyy-MM-dd}; "
            + "where the portal writes them otherwise now, change dates: of the profile", swappedTexts)
        : null;

    /// <summary>Dates far from the business date, where they are more than a file may have.</summary>
    /// <param name="rows">Data rows of the file.</param>
    public OddContent? Far(long rows) => firstFar is var (place, date) && limits.AreTooMany(far, rows)
        ? place.Odd(OddRule.DateFar, $"{date:yyyy-MM-dd}",
            $"距业务日期 {businessDate:yyyy-MM-dd} 不超过 {limits.DaysFar} 天 within {limits.DaysFar} days of the business date {businessDate:yyyy-MM-dd}", far)
        : null;

    private bool IsNear(DateOnly date) => field.IsOfItsTime && businessDate is { } day && limits.IsNear(date, day);
}
