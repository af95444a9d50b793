using System.Globalization;
using System.Text;

namespace KaPipeline.Ingestion.Rows;

/// <summary>A decimal number of up to 15 significant digits, as portals write them: <see cref="Mantissa"/> ÷
/// 10^<see cref="Scale"/>.</summary>
/// <remarks>Fifteen digits are what spreadsheets keep; further ones are float noise (5024.499999999999) and are rounded away.</remarks>
internal readonly record struct Number(long Mantissa, int Scale)
{
    private const int MostDigits = 15;
    private const int MostScale = 20;

    private static readonly double[] Powers = [.. Enumerable.Range(0, 29).Select(scale => Math.Pow(10, scale))];

    /// <summary>The value to some fifteen digits, for looks at many rows that judge none.</summary>
    public double ToDouble() => Mantissa / Powers[Scale];

    public decimal ToDecimal() => new(
        (int)Math.Abs(Mantissa), (int)(Math.Abs(Mantissa) >> 32), 0, Mantissa < 0, (byte)Scale);

    public bool IsWhole
    {
        get
        {
            var rest = Mantissa;
            for (var scale = Scale; scale > 0; scale--)
            {
                (rest, var digit) = Math.DivRem(rest, 10);
                if (digit != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Reads a whole cell: sign before or after, parentheses, thousands separators, %, 万, 亿, exponent, signs and names of
    /// RMB.</summary>
    public static bool TryParse(ReadOnlySpan<byte> cell, out Number number)
    {
        // The plain case first: digits, point, leading minus.
        long mantissa = 0;
        var at = cell.Length > 0 && cell[0] == '-' ? 1 : 0;
        var point = -1;
        var from = at;
        for (; at < cell.Length; at++)
        {
            var digit = cell[at] - '0';
            if ((uint)digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
            }
            else if (cell[at] == '.' && point < 0)
            {
                point = at;
            }
            else
            {
                return TryParseSlowly(cell, out number);
            }
        }

        var digits = cell.Length - from - (point < 0 ? 0 : 1);
        if (digits is 0 or > MostDigits)
        {
            return TryParseSlowly(cell, out number);
        }

        number = new Number(from == 1 ? -mantissa : mantissa, point < 0 ? 0 : cell.Length - point - 1);
        return true;
    }

    /// <summary>The same with its sign changed or its point moved.</summary>
    public Number With(Profiles.SignRule sign, int shift)
    {
        var mantissa = sign switch
        {
            Profiles.SignRule.Absolute => Math.Abs(Mantissa),
            Profiles.SignRule.Negate => -Mantissa,
            _ => Mantissa,
        };
        return new Number(mantissa, Scale + shift);
    }

    /// <summary>Plain text: digits, point, leading minus.</summary>
    public override string ToString() => ToDecimal().ToString(CultureInfo.InvariantCulture);

    private static bool TryParseSlowly(ReadOnlySpan<byte> cell, out Number number)
    {
        number = default;
        if (cell.Length is 0 or > 64)
        {
            return false;
        }

        var written = HeaderText.Readable(Cells.Clean(cell));
        if (Cells.HasDisguisedDigits(written))
        {
            return false;
        }

        ReadOnlySpan<char> text = Hyphenate(written.Normalize(NormalizationForm.FormKC)).AsSpan().Trim();
        var isNegative = false;
        if (text is ['(', .., ')'])
        {
            isNegative = true;
            text = text[1..^1].Trim();
        }

        text = WithoutCurrency(text);
        if (text is ['(', .., ')'])
        {
            isNegative = true;
            text = text[1..^1].Trim();
        }

        isNegative |= text.Length > 1 && (text[0] == '-' || text[^1] == '-');
        text = text.Length > 1 && text[0] is '-' or '+' ? text[1..] : text is [.., '-'] ? text[..^1] : text;
        text = WithoutCurrency(text);
        var shift = 0;
        if (text.Length > 1)
        {
            shift = text[^1] switch { '%' => 2, '‰' => 3, '万' => -4, '亿' => -8, _ => 0 };
            text = shift == 0 ? text : text[..^1].TrimEnd();
        }

        if (!TryDigits(text, ref shift, out var mantissa) || shift is > MostScale or < -MostDigits)
        {
            return false;
        }

        for (; shift < 0; shift++)
        {
            if (mantissa > 1_000_000_000_000_000 / 10)
            {
                return false;
            }

            mantissa *= 10;
        }

        number = new Number(isNegative ? -mantissa : mantissa, shift);
        return true;
    }

    // Minus signs and dashes of all kinds are what people type for a minus.
    private static string Hyphenate(string text) => text.AsSpan().IndexOfAnyInRange('\u2010', '\u2015') < 0
        && !text.Contains('−', StringComparison.Ordinal) ? text
        : string.Concat(text.Select(one => one is (>= '\u2010' and <= '\u2015') or '−' ? '-' : one));

    // What is in dollars or any other money is no number here.
    private static ReadOnlySpan<char> WithoutCurrency(ReadOnlySpan<char> text)
    {
        text = text.Trim("¥ ");
        foreach (var word in (ReadOnlySpan<string>)["CNY", "RMB", "人民币", "元", "圆"])
        {
            text = text.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? text[word.Length..].Trim("¥ ") : text;
            text = text.EndsWith(word, StringComparison.OrdinalIgnoreCase) ? text[..^word.Length].Trim("¥ ") : text;
        }

        return text;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, ref int shift, out long mantissa)
    {
        mantissa = 0;
        var exponentAt = text.IndexOfAny('E', 'e');
        if (exponentAt > 0)
        {
            if (!int.TryParse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
                || Math.Abs(exponent) > 30)
            {
                return false;
            }

            shift -= exponent;
            text = text[..exponentAt];
        }

        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if ((whole.IsEmpty && fraction.IsEmpty) || fraction.ContainsAnyExceptInRange('0', '9')
            || !Ungroup(whole, point >= 0, out var digits))
        {
            return false;
        }

        // Past the fifteenth significant digit the fraction is noise: rounded, half away from zero, and its zeros dropped.
        var all = (digits + fraction.ToString()).TrimStart('0');
        var scale = fraction.Length;
        if (all.Length > MostDigits)
        {
            var cut = all.Length - MostDigits;
            if (cut > scale)
            {
                return false;
            }

            var roundsUp = all[MostDigits] >= '5';
            mantissa = long.Parse(all.AsSpan(0, MostDigits), CultureInfo.InvariantCulture) + (roundsUp ? 1 : 0);
            scale -= cut;
            while (scale > 0 && mantissa % 10 == 0)
            {
                mantissa /= 10;
                scale--;
            }
        }
        else if (all.Length > 0)
        {
            mantissa = long.Parse(all, CultureInfo.InvariantCulture);
        }

        shift += scale;
        return true;
    }

    // Thousands separators are before groups of exactly three digits; anything else may be a decimal comma, and is no number here. So may
    // 0,192 be, where no point behind it says otherwise.
    private static bool Ungroup(ReadOnlySpan<char> whole, bool hasPoint, out string digits)
    {
        digits = "";
        if (whole.IndexOf(',') is not (var comma and >= 0))
        {
            digits = whole.ToString();
            return !whole.ContainsAnyExceptInRange('0', '9');
        }

        var ok = comma is > 0 and <= 3 && (hasPoint || whole[0] != '0');
        var groups = whole.ToString().Split(',');
        digits = string.Concat(groups);
        return ok && groups.Skip(1).All(group => group.Length == 3) && !digits.AsSpan().ContainsAnyExceptInRange('0', '9');
    }
}
