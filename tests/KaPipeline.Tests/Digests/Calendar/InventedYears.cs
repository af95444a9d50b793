using System.Globalization;

namespace KaPipeline.Tests.Digests.Calendar;

/// <summary>Calendars of years that never were: real weekdays, holidays where the test wants them.</summary>
internal static class InventedYears
{
    public static DateTimeOffset Midnight(int year, int month, int day) => BusinessTime.At(new DateOnly(year, month, day), TimeOnly.MinValue);

    /// <summary>A year with these days off besides its weekends.</summary>
    public static WorkingCalendar Of(int year, IEnumerable<DateOnly> off)
    {
        var folder = Directory.CreateTempSubdirectory("ka-calendar-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "calendar"));
            File.WriteAllText(
                Path.Combine(folder, "calendar", string.Create(CultureInfo.InvariantCulture, $"{year}.csv")),
                "# source: invented 0号\nday,kind,note\n" + string.Concat(off.Distinct().Where(day => day.Year == year)
                    .Select(day => $"{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)},holiday,invented\n")));
            return WorkingCalendar.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
