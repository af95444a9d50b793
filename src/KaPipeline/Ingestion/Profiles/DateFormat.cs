using System.Text;

namespace KaPipeline.Ingestion.Profiles;

/// <summary>A date format of a profile, read from UTF-8 bytes. The format is fixed, never guessed: 01/05/2026 is the first of May or the
/// fifth of January.</summary>
public sealed class DateFormat
{
    private readonly List<(char Part, int Digits, byte[] Literal)> steps = [];

    private DateFormat(string text) => Text = text;

    /// <summary>yyyy-MM-dd.</summary>
    public static DateFormat Iso { get; } = Parse("yyyy-MM-dd")!;

    /// <summary>The format as the profile writes it.</summary>
    public string Text { get; }

    /// <summary>True for <c>excel</c>: days since 1899-12-30, as spreadsheets count them.</summary>
    public bool IsSerial { get; private init; }

    /// <summary>Whether the day or the month is before the year, so that one may be taken for the other.</summary>
    public bool IsDayOrMonthFirst => !IsSerial && steps.Find(step => step.Part is 'y' or 'M' or 'd').Part != 'y';

    /// <summary>Reads a format: <c>yyyy yy M MM d dd H HH m mm s ss</c>, literals, a final <c>*</c> for anything; or
    /// <c>excel</c>.</summary>
    /// <returns>Null when it does not name year, month and day.</returns>
    public static DateFormat? Parse(string text)
    {
        if (text == "excel")
        {
            return new DateFormat(text) { IsSerial = true };
        }

        var format = new DateFormat(text);
        for (var at = 0; at < text.Length;)
        {
            var run = 1;
            while (at + run < text.Length && text[at + run] == text[at])
            {
                run++;
            }

            if ("yMdHms".Contains(text[at], StringComparison.Ordinal))
            {
                format.steps.Add((text[at], run, []));
            }
            else if (text[at] == '*')
            {
                format.steps.Add(('*', 0, []));
            }
            else
            {
                run = 1;
                format.steps.Add(('\0', 0, Encoding.UTF8.GetBytes(text[at..(at + 1)])));
            }

            at += run;
        }

        return "yMd".All(part => format.steps.Any(step => step.Part == part)) ? format : null;
    }

    /// <summary>Reads a whole cell. Behind a day whose format has no time a midnight may stand, which leaves the day as it is; any other
    /// time might be of a zone, and is refused.</summary>
    public bool TryParse(ReadOnlySpan<byte> cell, out DateOnly date)
    {
        date = default;
        if (IsSerial)
        {
            return System.Buffers.Text.Utf8Parser.TryParse(cell, out double serial, out var used) && used == cell.Length
                && serial is >= 1 and < 2958466 && Set(DateOnly.FromDateTime(DateTime.FromOADate(Math.Floor(serial))), out date);
        }

        int year = 0, month = 0, day = 0;
        foreach (var (part, digits, literal) in steps)
        {
            switch (part)
            {
                case '*':
                    cell = default;
                    break;
                case '\0':
                    if (!cell.StartsWith(literal))
                    {
                        return false;
                    }

                    cell = cell[literal.Length..];
                    break;
                default:
                    if (!Digits(ref cell, digits, out var value))
                    {
                        return false;
                    }

                    (year, month, day) = part switch
                    {
                        'y' => (digits == 2 ? 2000 + value : value, month, day),
                        'M' => (year, value, day),
                        'd' => (year, month, value),
                        _ => (year, month, day)
                    };
                    break;
            }
        }

        return (cell.IsEmpty || (!HasTime && IsMidnight(cell))) && year is >= 1900 and <= 9999 && month is >= 1 and <= 12 && day >= 1
            && day <= DateTime.DaysInMonth(year, month)
            && Set(new DateOnly(year, month, day), out date);
    }

    private bool HasTime => steps.Exists(step => step.Part is 'H' or 'h' or 'm' or 's');

    // 00:00, T00:00:00, 0:00:00.000 and 12:00:00 AM, without a zone.
    private static bool IsMidnight(ReadOnlySpan<byte> rest)
    {
        if (rest.Length is < 5 or > 24 || rest[0] is not ((byte)' ' or (byte)'T'))
        {
            return false;
        }

        var time = rest[1..];
        var isOfTwelve = time.EndsWith(" AM"u8);
        time = isOfTwelve ? time[..^3] : time;
        var hour = time.IndexOf((byte)':');
        if (hour < 1 || !time[..hour].SequenceEqual(isOfTwelve ? "12"u8 : hour == 1 ? "0"u8 : "00"u8) || !time[hour..].StartsWith(":00"u8))
        {
            return false;
        }

        time = time[hour..];
        time = time[3..];
        var hasSeconds = time.StartsWith(":00"u8);
        time = hasSeconds ? time[3..] : time;
        return time.IsEmpty || (hasSeconds && time.Length > 1 && time[0] == '.' && !time[1..].ContainsAnyExcept((byte)'0'));
    }

    private static bool Set(DateOnly found, out DateOnly date)
    {
        date = found;
        return true;
    }

    // One letter takes one or two digits, more letters exactly as many.
    private static bool Digits(ref ReadOnlySpan<byte> cell, int letters, out int value)
    {
        value = 0;
        var most = letters == 1 ? 2 : letters;
        var used = 0;
        while (used < most && used < cell.Length && char.IsAsciiDigit((char)cell[used]))
        {
            value = (value * 10) + cell[used++] - '0';
        }

        cell = cell[used..];
        return used >= (letters == 1 ? 1 : letters);
    }
}
