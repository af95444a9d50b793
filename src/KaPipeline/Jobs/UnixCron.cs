using System.Globalization;

namespace KaPipeline.Jobs;

/// <summary>A cron expression of five fields (minute, hour, day of month, month, day of week), read in business time. The ledger
/// needs it whichever scheduler wakes it: missed occurrences and the next five times are computed here.</summary>
/// <remarks>Where both day fields are restricted, either may match, as cron has always had it. Business time knows no daylight saving.</remarks>
public sealed class UnixCron
{
    private readonly ulong minutes;
    private readonly ulong hours;
    private readonly ulong daysOfMonth;
    private readonly ulong months;
    private readonly ulong daysOfWeek;
    private readonly bool bothDaysRestricted;

    private UnixCron(string[] fields)
    {
        minutes = Field(fields[0], 0, 59);
        hours = Field(fields[1], 0, 23);
        daysOfMonth = Field(fields[2], 1, 31);
        months = Field(fields[3], 1, 12);
        daysOfWeek = Field(fields[4], 0, 7);
        daysOfWeek |= daysOfWeek >> 7 & 1;
        bothDaysRestricted = !fields[2].StartsWith('*') && !fields[4].StartsWith('*');
    }

    /// <summary>Reads an expression such as <c>30 7 * * 1-5</c>.</summary>
    /// <exception cref="FormatException">It is not one; the message names the field.</exception>
    public static UnixCron Parse(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return fields.Length == 5
            ? new UnixCron(fields)
            : throw new FormatException($"Cron \"{expression}\": found {fields.Length} fields, expected minute, hour, day of month, month, day of week.");
    }

    /// <summary>The occurrences after <paramref name="after"/> up to and including <paramref name="until"/>, in order, as UTC.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset until)
    {
        for (var date = BusinessTime.DateOf(after); date <= BusinessTime.DateOf(until); date = date.AddDays(1))
        {
            if (!DayMatches(date))
            {
                continue;
            }

            for (var hour = 0; hour < 24; hour++)
            {
                for (var minute = 0; Has(hours, hour) && minute < 60; minute++)
                {
                    if (Has(minutes, minute) && BusinessTime.At(date, new TimeOnly(hour, minute)) is var moment && moment > after && moment <= until)
                    {
                        yield return moment;
                    }
                }
            }
        }
    }

    private bool DayMatches(DateOnly date)
    {
        var ofMonth = Has(daysOfMonth, date.Day);
        var ofWeek = Has(daysOfWeek, (int)date.DayOfWeek);
        return Has(months, date.Month) && (bothDaysRestricted ? ofMonth || ofWeek : ofMonth && ofWeek);
    }

    private static bool Has(ulong set, int value) => (set >> value & 1) == 1;

    private static ulong Field(string text, int least, int most)
    {
        var set = 0UL;
        foreach (var part in text.Split(','))
        {
            var (range, step) = part.Split('/') is [var left, var right] ? (left, Number(right, 1, most, text)) : (part, 1);
            var (from, to) = range == "*" ? (least, most)
                : range.Split('-') is [var low, var high] ? (Number(low, least, most, text), Number(high, least, most, text))
                : (Number(range, least, most, text), part.Contains('/', StringComparison.Ordinal) ? most : Number(range, least, most, text));
            if (from > to)
            {
                throw new FormatException($"Cron field \"{text}\": found {range}, expected the smaller value first.");
            }

            for (var value = from; value <= to; value += step)
            {
                set |= 1UL << value;
            }
        }

        return set;
    }

    private static int Number(string text, int least, int most, string field) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"Cron field \"{field}\": found \"{text}\", expected {least} to {most}.");
}
