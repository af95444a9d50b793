using System.Globalization;

namespace KaPipeline.Tests.Digests.Calendar;

/// <summary>Calendars of years that never were: real weekdays, holidays where the test wants them.</summary>
internal static class InventedYears
{
    public static DateTimeOffset Midnight(int year, int month, int day) =>
        BusinessTime.At(new DateOnly(year, month, day), TimeOnly.MinValue);

    private static DateOnly Sunday(int year) => Enumerable.Range(1, 7).Select(day => new DateOnly(year, 1, day))
        .First(day => day.DayOfWeek == DayOfWeek.Sunday);

    /// <summary>A year with these days off besides its weekends; a first Sunday stands among them, since a year without any is no
    /// calendar.</summary>
    public static WorkingCalendar Of(int year, IEnumerable<DateOnly> off)
    {
        var folder = Directory.CreateTempSubdirectory("ka-calendar-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "calendar"));
            File.WriteAllText(
                Path.Combine(folder, "calendar", string.Create(CultureInfo.InvariantCulture, $"{year}.csv")),
                "# source: invented 0号\nday,kind,note\n" + string.Concat(off.Append(Sunday(year)).Distinct().Where(day => day.Year == year)
                    .Select(day => $"{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)},holiday,invented\n")));
            return WorkingCalendar.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
