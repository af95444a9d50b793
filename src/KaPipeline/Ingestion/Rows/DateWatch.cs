using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Watches the dates of one field over a whole file. A spreadsheet program that opens 05/08/2026 makes a real date of it, and may take the day for
/// the month; 25/08/2026 it leaves as text. Such a file cannot be believed.
/// </summary>
internal sealed class DateWatch(StagingField field, DateFormat format, DateOnly? businessDate)
{
    private const int DaysNear = 7;
    private const int DaysAhead = 31;

    private readonly DateOnly? latest = field.HasHappened && businessDate is { } day ? day.AddDays(DaysAhead) : null;
    private int texts;
    private int reals;
    private int unclear;
    private int swapped;

    /// <summary>Notes a date.</summary>
    /// <param name="date">The date as it was read.</param>
    /// <param name="kind">Whether it was a real date of a spreadsheet.</param>
    /// <param name="latest">The last date that the file's business date allows.</param>
    /// <returns>Whether it may be.</returns>
    public bool Take(DateOnly date, CellKind kind, out DateOnly latest)
    {
        latest = this.latest ?? DateOnly.MaxValue;
        if (format.IsDayOrMonthFirst)
        {
            texts += kind == CellKind.Text ? 1 : 0;
            reals += kind == CellKind.Date ? 1 : 0;
            if (kind == CellKind.Date && date.Day <= 12 && date.Day != date.Month)
            {
                unclear++;
                swapped += IsNear(new DateOnly(date.Year, date.Day, date.Month)) && !IsNear(date) ? 1 : 0;
            }
        }

        return date <= latest;
    }

    /// <summary>What is wrong with the column as a whole; null when nothing is.</summary>
    public string? Judge() => (texts > 0 && reals > 0, swapped * 2 > unclear) switch
    {
        (_, true) => $"{field.Name}: 日与月可能被表格软件对调（{swapped} 个日期，业务日期 {businessDate:yyyy-MM-dd}）| a spreadsheet program seems to have swapped day and month "
            + $"of {swapped} dates: the business date is {businessDate:yyyy-MM-dd}",
        (true, _) => $"{field.Name}: {reals} 个单元格是日期，{texts} 个是文本，日与月可能被表格软件对调 | {reals} cells are dates and {texts} are text: "
            + "a spreadsheet program may have swapped day and month",
        _ => null,
    };

    private bool IsNear(DateOnly date) => field.HasHappened && businessDate is { } day && Math.Abs(date.DayNumber - day.DayNumber) <= DaysNear;
}
