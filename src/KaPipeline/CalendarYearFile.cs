using System.Globalization;

namespace KaPipeline;

/// <summary>Reads one file of <c>config/calendar</c>: first line the notice it comes from, then the days that differ from
/// "Monday to Friday are worked" (a holiday's weekend days may be listed too).</summary>
internal static class CalendarYearFile
{
    private const string SourceMark = "# source: ";
    private const string Header = "day,kind,note";

    /// <summary>One listed day.</summary>
    internal sealed record Exceptional(bool IsWorkingDay, string Note);

    /// <summary>Reads a file named after its year, for example <c>2026.csv</c>.</summary>
    /// <exception cref="InvalidDataException">The file is not as described; the message names line, found and expected.</exception>
    internal static (int Year, string Source, Dictionary<DateOnly, Exceptional> Days) Read(string path)
    {
        var lines = File.ReadAllLines(path);
        if (Array.FindIndex(lines, line => line.Contains('\uFFFD', StringComparison.Ordinal)) is >= 0 and var odd)
        {
            throw Wrong(path, odd + 1, lines[odd], "a line of UTF-8; save the file as UTF-8");
        }

        if (!int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var year))
        {
            throw new InvalidDataException($"{Path.GetFileName(path)}:1: found a file name that is no year, expected for example 2026.csv.");
        }

        if (lines.Length == 0 || !lines[0].StartsWith(SourceMark, StringComparison.Ordinal) || !lines[0].Contains('号', StringComparison.Ordinal))
        {
            throw Wrong(path, 1, lines.FirstOrDefault() ?? "", $"\"{SourceMark}\" and the State Council's notice with its number (号)");
        }

        var header = Array.IndexOf(lines, Header);
        if (header < 0)
        {
            throw Wrong(path, 2, lines.ElementAtOrDefault(1) ?? "", $"the header \"{Header}\"");
        }

        var days = new Dictionary<DateOnly, Exceptional>();
        for (var i = header + 1; i < lines.Length; i++)
        {
            var cells = lines[i].Split(',', 3);
            if (cells.Length != 3
                || !DateOnly.TryParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                || day.Year != year)
            {
                throw Wrong(path, i + 1, lines[i], $"a day of {year} as yyyy-MM-dd, kind, note");
            }

            var isWorkingDay = cells[1] switch
            {
                "holiday" => false,
                "work" when IsWeekend(day) => true,
                _ => throw Wrong(path, i + 1, lines[i], "kind \"holiday\", or \"work\" on a Saturday or Sunday"),
            };
            if (!days.TryAdd(day, new Exceptional(isWorkingDay, cells[2])))
            {
                throw Wrong(path, i + 1, lines[i], "each day once");
            }
        }

        return (year, lines[0][SourceMark.Length..], days);
    }

    internal static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static InvalidDataException Wrong(string path, int line, string found, string expected) =>
        new($"{Path.GetFileName(path)}:{line}: found \"{found}\", expected {expected}.");
}
