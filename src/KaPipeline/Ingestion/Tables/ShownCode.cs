using System.Buffers;
using System.Globalization;
using System.Text;

namespace KaPipeline.Ingestion.Tables;

/// <summary>
/// What a number format of a spreadsheet shows of a code that its cell holds as a number: the zeros in front (000000 shows 000052 of 52),
/// and what stands around the digits ("TH"0000 shows TH0052), but for a unit behind them (0"箱"). Formats with a point, separators, a
/// percentage or conditions are of quantities and amounts, and none.
/// </summary>
internal sealed class ShownCode
{
    // Excel takes no longer ones.
    private const int LongestFormat = 255;

    // What stands behind the digits of a code; anything else is a unit.
    private static readonly SearchValues<char> OfCodes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/");

    private readonly List<(int Zeros, string Literal)> parts;
    private readonly int places;
    private readonly bool hasSections;

    private ShownCode(List<(int Zeros, string Literal)> parts, bool hasSections)
    {
        (this.parts, this.hasSections) = (parts, hasSections);
        places = parts.Sum(part => part.Zeros);
        HasText = parts.Exists(part => part.Literal.Length > 0);
    }

    /// <summary>Whether it shows more than digits, so that what it shows is no number.</summary>
    public bool HasText { get; }

    /// <summary>Reads a format of the file's own.</summary>
    /// <returns>Null for one that shows the number as it is, or not as a code.</returns>
    public static ShownCode? Of(string format)
    {
        if (format.Length is 0 or > LongestFormat)
        {
            return null;
        }

        var parts = new List<(int Zeros, string Literal)>();
        var hasSections = false;
        for (var at = 0; at < format.Length && !hasSections; at++)
        {
            switch (format[at])
            {
                case '0':
                    parts.Add((1, ""));
                    break;
                case '"':
                    var end = format.IndexOf('"', at + 1);
                    end = end < 0 ? format.Length : end;
                    parts.Add((0, format[(at + 1)..end]));
                    at = end;
                    break;
                case '\\' when at + 1 < format.Length:
                    parts.Add((0, format[++at].ToString()));
                    break;
                case '_':
                    at++;
                    break;
                case '[' when format.IndexOf(']', at) is var close && IsMere(format.AsSpan(at + 1, Math.Max(0, close - at - 1))):
                    at = close;
                    break;
                case ';':
                    hasSections = true;
                    break;
                case '-' or '+' or '/' or '(' or ')' or ' ':
                    parts.Add((0, format[at].ToString()));
                    break;
                default:
                    return null;
            }
        }

        var last = parts.FindLastIndex(part => part.Zeros > 0) + 1;
        if (parts.Skip(last).Any(part => part.Literal.AsSpan().ContainsAnyExcept(OfCodes)))
        {
            parts.RemoveRange(last, parts.Count - last);
        }

        var code = new ShownCode(parts, hasSections);
        return code.places > 1 || (code.places == 1 && code.HasText) ? code : null;
    }

    /// <summary>What is shown of a number; null where it is not shown as a code.</summary>
    public string? Write(double number)
    {
        if (number is not (>= 0 and < 1e15) || number != Math.Floor(number) || (hasSections && number == 0))
        {
            return null;
        }

        var digits = ((long)number).ToString(CultureInfo.InvariantCulture).PadLeft(places, '0');
        var text = new StringBuilder();

        // Digits beyond the format's places stand at its first one.
        var next = 0;
        var isFirst = true;
        foreach (var (zeros, literal) in parts)
        {
            var taken = zeros == 0 ? 0 : isFirst ? digits.Length - places + 1 : 1;
            text.Append(literal).Append(digits, next, taken);
            next += taken;
            isFirst &= zeros == 0;
        }

        return text.ToString();
    }

    // A colour or a language, and no condition, currency or Chinese figures.
    private static bool IsMere(ReadOnlySpan<char> bracket) => bracket.StartsWith("$-") || bracket switch
    {
        "Red" or "Black" or "Blue" or "Green" or "White" or "Yellow" or "Cyan" or "Magenta" => true,
        "红色" or "黑色" or "蓝色" or "绿色" or "白色" or "黄色" => true,
        _ => false,
    };
}
