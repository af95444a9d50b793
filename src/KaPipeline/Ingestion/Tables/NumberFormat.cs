using System.Globalization;

namespace KaPipeline.Ingestion.Tables;

/// <summary>Tells by the number format of a spreadsheet's cell whether its number is a date, East Asian formats included.</summary>
internal static class NumberFormat
{
    private const double MostSerial = 2958466;

    /// <summary>Whether a built-in format (ECMA-376 18.8.30, with those of Chinese, Japanese, Korean and Thai editions) shows a
    /// date.</summary>
    public static bool IsDate(int builtIn) => builtIn is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58)
        or (>= 71 and <= 81);

    /// <summary>Whether a built-in format shows a time of day.</summary>
    public static bool ShowsTime(int builtIn) => builtIn is (>= 18 and <= 22) or (>= 32 and <= 35) or (>= 45 and <= 47) or 55 or 56
        or (>= 75 and <= 80);

    /// <summary>Whether a format of the file's own shows a time of day.</summary>
    public static bool ShowsTime(string code)
    {
        for (var at = 0; at < code.Length; at++)
        {
            switch (char.ToLowerInvariant(code[at]))
            {
                case '"':
                    at = End(code, at, '"');
                    break;
                case '\\' or '_' or '*':
                    at++;
                    break;
                case 'h' or 's':
                case '0' when code.AsSpan(at).StartsWith("00:00"):
                    return true;
                default:
                    break;
            }
        }

        return false;
    }

    /// <summary>Whether a format of the file's own shows a date.</summary>
    public static bool IsDate(string code)
    {
        bool hasDate = false, hasDigits = false, isAfterSecond = false;
        for (var at = 0; at < code.Length && code[at] != ';'; at++)
        {
            var rest = code.AsSpan(at);
            var letter = char.ToLowerInvariant(code[at]);
            switch (letter)
            {
                case '"':
                    at = End(code, at, '"');
                    break;
                case '[':
                    var end = End(code, at, ']');
                    hasDate |= IsElapsed(code.AsSpan(at + 1, Math.Max(0, end - at - 1)));
                    at = end;
                    break;
                case '\\' or '_' or '*':
                    at++;
                    break;
                case '#' or '?' or '@':
                    return false;
                case 'g' when rest.StartsWith("General", StringComparison.OrdinalIgnoreCase):
                case '通' when rest.StartsWith("通用格式"):
                    return false;
                case '0' when rest.StartsWith("00:00"):
                    // A time of day that is written out.
                    at += rest.StartsWith("00:00:00") ? 7 : 4;
                    break;
                case '0':
                    // Parts of a second, as in ss.000, are no digits of a number.
                    hasDigits |= !isAfterSecond;
                    break;
                case 'e' when at + 1 < code.Length && code[at + 1] is '+' or '-':
                    return false;
                case 'a' when !IsMark(rest):
                    break;
                case 'y' or 'm' or 'd' or 'h' or 's' or 'e' or 'g' or 'b' or 'a':
                    hasDate = true;
                    isAfterSecond = letter == 's';
                    break;
                default:
                    break;
            }
        }

        return hasDate && !hasDigits;
    }

    /// <summary>Writes a serial date the way <see cref="CellKind.Date"/> says.</summary>
    /// <param name="serial">Days since the end of 1899, or since 1904-01-01.</param>
    /// <param name="is1904">Whether the workbook counts from 1904.</param>
    /// <returns>Null for what is no date; a time of day alone comes as HH:mm:ss.</returns>
    public static (DateTime Moment, string Format)? Moment(double serial, bool is1904)
    {
        serial += is1904 ? 1462 : 0;
        if (serial is not (>= 0 and < MostSerial))
        {
            return null;
        }

        // The day 1900-02-29, which never was, has the number 60. A number with the noise of its last digits may lie just before a day;
        // the last millisecond of one (23:59:59.999) is of that day.
        var whole = serial < 60 ? serial + 1 : serial;
        var day = Math.Floor(Math.Round(whole * 86_400_000) / 86_400_000);
        var moment = DateTime.FromOADate(0).AddSeconds(Math.Min(Math.Round(whole * 86400), (day * 86400) + 86399));
        var format = serial < 1 ? "HH:mm:ss" : moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss";
        return (moment, format);
    }

    /// <summary>A date and time as XML writes it, likewise. With a zone behind it, it is the moment that it is in China.</summary>
    public static (DateTime Moment, string Format)? Moment(ReadOnlySpan<char> written)
    {
        if (!DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read))
        {
            return null;
        }

        var moment = HasZone(written) ? TimeZoneInfo.ConvertTime(read, BusinessTime.Zone).DateTime : read.DateTime;
        return (moment, moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss");
    }

    /// <summary>Whether a time is followed by its zone: Z, +08:00, +0800.</summary>
    public static bool HasZone(ReadOnlySpan<char> written)
    {
        written = written.Trim();
        var time = written.IndexOf(':');
        return time > 0 && (written[^1] is 'Z' or 'z' || written[time..].IndexOfAny('+', '-') > 0);
    }

    private static bool IsElapsed(ReadOnlySpan<char> bracket) =>
        bracket is "h" or "hh" or "m" or "mm" or "s" or "ss" or "H" or "HH" or "M" or "MM" or "S" or "SS";

    // aaa and aaaa are weekdays, AM/PM and A/P halves of a day; a single a is a letter.
    private static bool IsMark(ReadOnlySpan<char> code) => code.StartsWith("aaa", StringComparison.OrdinalIgnoreCase)
        || code.StartsWith("am/", StringComparison.OrdinalIgnoreCase) || code.StartsWith("a/p", StringComparison.OrdinalIgnoreCase);

    private static int End(string code, int from, char mark) => code.IndexOf(mark, from + 1) is var end and >= 0 ? end : code.Length;
}
