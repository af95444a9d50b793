using System.Globalization;

namespace KaPipeline;

/// <summary>Reads one file of <c>config/calendar</c>: first line the notice it comes from, then the days that differ from
/// "Monday to Friday are worked" (a holiday's weekend days may be listed too).</summary>
internal static class CalendarYearFile
{
    /// <summary>What a year's file begins with that no notice confirms.</summary>
    internal const string DraftMark = "# draft: ";

    private const string SourceMark = "# source: ";
    internal const string Header = "day,kind,note";

    /// <summary>One listed day.</summary>
    internal sealed record Exceptional(bool IsWorkingDay, string Note);

    /// <summary>Reads a file named after its year, for example <c>2026.csv</c>.</summary>
    /// <exception cref="InvalidDataException">The file is not as described; the message names each mistake with its line, what is open
    /// there, what to write.</exception>
    internal static (int Year, string Source, bool IsDraft, Dictionary<DateOnly, Exceptional> Days) Read(string path)
    {
        var lines = File.ReadAllLines(path);
        if (!int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || year is < 2000 or > 2099)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)}:1: the file is not named after a year; name it for example 2026.csv");
        }

        var faults = new List<string>();
        void Wrong(int at, string advice) =>
            faults.Add($"{Path.GetFileName(path)}:{at + 1}: found \"{lines.ElementAtOrDefault(at)}\"; {advice}");

        var isDraft = lines.Length > 0 && lines[0].StartsWith(DraftMark, StringComparison.Ordinal);
        if (!isDraft && (lines.Length == 0 || !lines[0].StartsWith(SourceMark, StringComparison.Ordinal) || !lines[0]
            .Contains('号', StringComparison.Ordinal)))
        {
            Wrong(0, $"write \"{SourceMark}\" and the State Council's notice with its number (号)");
        }

        var header = Array.IndexOf(lines, Header);
        if (header < 0)
        {
            header = Array.FindIndex(lines, line => !line.StartsWith('#'));
            Wrong(header < 0 ? lines.Length : header, $"write the header \"{Header}\", and below it the days");
        }

        var days = new Dictionary<DateOnly, Exceptional>();
        for (var at = header + 1; header >= 0 && at < lines.Length; at++)
        {
            var cells = lines[at].Split(',', 3);
            if (lines[at].Contains('\uFFFD', StringComparison.Ordinal))
            {
                Wrong(at, "the line is not UTF-8; save the file as UTF-8");
            }
            else if (cells.Length != 3
                || !DateOnly.TryParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                || day.Year != year)
            {
                Wrong(at, $"write a day of {year} as yyyy-MM-dd, kind, note: {year}-10-01,holiday,国庆节");
            }
            else if (cells[1] is not "holiday" && (cells[1] is not "work" || !IsWeekend(day)))
            {
                Wrong(at, "write the kind \"holiday\", or \"work\" on a Saturday or Sunday");
            }
            else if (!days.TryAdd(day, new Exceptional(cells[1] == "work", cells[2])))
            {
                Wrong(at, "write each day once");
            }
        }

        if (faults.Count == 0 && days.Count == 0)
        {
            Wrong(lines.Length, "write the days of the notice below the header");
        }

        return faults.Count == 0 ? (year, lines[0][(isDraft ? DraftMark : SourceMark).Length..], isDraft, days)
            : throw new InvalidDataException(string.Join(Environment.NewLine, faults));
    }

    internal static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
