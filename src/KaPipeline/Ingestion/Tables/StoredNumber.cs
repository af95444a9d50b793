using System.Globalization;
using System.Text;
using AngleSharp.Html.Parser.Tokens;

namespace KaPipeline.Ingestion.Tables;

/// <summary>The number that Excel (<c>x:num</c>) and LibreOffice (<c>sdval</c>) write in full behind the rounded figure that a cell of a
/// page shows.</summary>
internal static class StoredNumber
{
    // How dates are written that look like a number.
    private static readonly string[] DateForms =
        ["yyyyMMdd", "yyMMdd", "yyyyMM", "MMdd", "yyyy", "yyyyMMddHHmm", "yyyyMMddHHmmss", "M.d", "yyyy.MM"];

    /// <summary>The number behind a cell; null where there is none.</summary>
    public static string? Of(HtmlTagToken cell)
    {
        foreach (var attribute in cell.Attributes)
        {
            if (attribute.Name is "x:num" or "sdval" && attribute.Value.Length > 0)
            {
                return attribute.Value;
            }
        }

        return null;
    }

    /// <summary>What the cell says.</summary>
    /// <param name="shown">What it shows.</param>
    /// <param name="stored">The number behind it.</param>
    /// <param name="kind">Set to a number where that says more than what is shown, to an error where both contradict each other.</param>
    public static string Settle(string shown, string stored, ref CellKind kind)
    {
        if (!double.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return shown;
        }

        if (shown.Length == 0)
        {
            // A format may show nothing for nought.
            kind = number == 0 ? kind : CellKind.Error;
            return number == 0 ? shown : stored;
        }

        if (Figure(shown) is not var (figure, unit))
        {
            // A date, or words that the format puts there.
            return shown;
        }

        var difference = Math.Abs(number - figure);
        if (difference <= Math.Abs(number) * 1e-14)
        {
            return shown;
        }

        if (difference <= unit / 2 * (1 + 1e-9))
        {
            kind = CellKind.Number;
            return number.ToString("G15", CultureInfo.InvariantCulture);
        }

        kind = IsDate(shown, number) ? kind : CellKind.Error;
        return shown;
    }

    // Of this century or shortly before.
    private static bool IsDate(string shown, double number)
    {
        if (number < 30000)
        {
            return false;
        }

        foreach (var is1904 in (ReadOnlySpan<bool>)[false, true])
        {
            if (NumberFormat.Moment(number, is1904) is var (moment, _)
                && Array.Exists(DateForms, form => moment.ToString(form, CultureInfo.InvariantCulture) == shown))
            {
                return true;
            }
        }

        return false;
    }

    // A figure as formats write it, and what its last place is worth; null for what is no figure alone.
    private static (double Value, double Unit)? Figure(string shown)
    {
        var plain = new StringBuilder(shown.Length);
        foreach (var character in shown.Normalize(NormalizationForm.FormKC))
        {
            if (!char.IsWhiteSpace(character) && character is not (',' or '¥' or '$' or '元'))
            {
                plain.Append(character is '−' or '–' ? '-' : character);
            }
        }

        var isPercent = plain.Length > 1 && plain[^1] == '%';
        var isNegative = plain.Length > 2 && plain[0] == '(' && plain[^1] == ')';
        plain.Length -= isPercent || isNegative ? 1 : 0;
        var text = plain.ToString(isNegative ? 1 : 0, plain.Length - (isNegative ? 1 : 0));
        var number = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        if (number.IsEmpty || (!char.IsAsciiDigit(number[0]) && number[0] != '.')
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        var at = number.IndexOfAny('e', 'E');
        var mantissa = at >= 0 ? number[..at] : number;
        var power = at >= 0 && int.TryParse(number[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given)
            ? given : 0;
        var point = mantissa.IndexOf('.');
        var decimals = point >= 0 ? mantissa.Length - point - 1 : 0;
        var scale = isPercent ? 0.01 : 1;
        return ((isNegative ? -value : value) * scale, Math.Pow(10, power - decimals) * scale);
    }
}
