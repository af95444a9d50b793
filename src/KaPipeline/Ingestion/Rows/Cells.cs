using System.Buffers;
using System.Globalization;
using System.Text;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// The text that a cell is meant to say: without blanks around it, without characters that no one sees, every blank an ordinary one,
/// without the marks by which spreadsheets and portals make text of a code. The one owner of this rule: headers, labels, conditions and
/// values all come through here, so that a cell with such a character equals the cell without it.
/// </summary>
internal static class Cells
{
    // First bytes of characters that are invisible, blank or a quotation mark; nearly all Chinese text has none of them.
    private static readonly SearchValues<byte> Suspects =
        SearchValues.Create([0xC2, 0xCD, 0xD8, 0xDB, 0xDC, 0xE0, 0xE1, 0xE2, 0xE3, 0xEE, 0xEF, 0xF0, 0xF3]);

    // Error values as spreadsheets print them; LibreOffice prints numbers (Err:508) for those that have no name.
    private static readonly WordSet Errors = new(["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
        "#GETTING_DATA", "#FIELD!", "#BUSY!", "#UNKNOWN!", "#BLOCKED!", "#CONNECT!", "#EXTERNAL!", "#PYTHON!", "#ERROR!", "#ERROR"]);

    /// <summary>The cell as it is meant.</summary>
    public static ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> cell)
    {
        // Nearly all cells begin and end with a printable ASCII character.
        if (cell.Length > 0 && IsPlain(cell[0]) && IsPlain(cell[^1]) && Ascii.IsValid(cell))
        {
            return cell;
        }

        var text = Trim(cell);
        if (text.ContainsAny(Suspects))
        {
            text = Trim(Visible(text));
        }

        // A mark may be inside another.
        for (var length = -1; length != text.Length;)
        {
            length = text.Length;
            text = Unmark(text);
        }

        return text;
    }

    /// <summary>Whether a cell that begins with this byte may mean a text that begins with another: a mark or something unseen is in front
    /// of it.</summary>
    public static bool MayBeginOtherwise(byte first) => first < 0x80 ? !IsPlain(first) : Suspects.Contains(first);

    /// <summary>Whether the text is an error value of a spreadsheet, or the <c>####</c> of a column that was too narrow to print.</summary>
    public static bool IsError(ReadOnlySpan<byte> text) =>
        text.Length > 2 && (text[0] == '#' ? Errors.Contains(text) || !text.ContainsAnyExcept((byte)'#')
            : text.Length == "Err:508".Length && Ascii.EqualsIgnoreCase(text[..4], "Err:"u8) && !text[4..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));

    /// <summary>Whether the compatible form of a character holds digits though it is none of a number, as a circled or a raised one: 6² is
    /// no 62.</summary>
    public static bool HasDisguisedDigits(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is > 0x7F and not ((>= 0x4E00 and <= 0x9FFF) or (>= 0xFF10 and <= 0xFF19))
                && rune.ToString().Normalize(NormalizationForm.FormKC).AsSpan().ContainsAnyInRange('0', '9'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Full-width letters, digits and marks in half width, and on request without blanks.</summary>
    public static ReadOnlySpan<byte> HalfWidth(ReadOnlySpan<byte> text, bool withoutBlanks)
    {
        var isWide = text.Contains((byte)0xEF);
        if (!isWide && !(withoutBlanks && text.Contains((byte)' ')))
        {
            return text;
        }

        var characters = Encoding.UTF8.GetString(text).Select(one => one is >= '\uFF01' and <= '\uFF5E' ? (char)(one - 0xFEE0) : one);
        return Encoding.UTF8.GetBytes(string.Concat(characters.Where(one => !withoutBlanks || one != ' ')));
    }

    /// <summary>Without ASCII blanks and control characters around it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell)
    {
        while (cell.Length > 0 && cell[0] <= 0x20)
        {
            cell = cell[1..];
        }

        while (cell.Length > 0 && cell[^1] <= 0x20)
        {
            cell = cell[..^1];
        }

        return cell;
    }

    // Printable and none of = ' ` ", with which a mark may begin.
    private static bool IsPlain(byte character) => character is > 0x20 and < 0x7F
        and not ((byte)'=' or (byte)'\'' or (byte)'`' or (byte)'"');

    private static ReadOnlySpan<byte> Visible(ReadOnlySpan<byte> text)
    {
        var kept = new ArrayBufferWriter<byte>(text.Length);
        var isChanged = false;
        for (var rest = text; !rest.IsEmpty;)
        {
            var isText = Rune.DecodeFromUtf8(rest, out var rune, out var used) == OperationStatus.Done;
            var drops = isText && IsUnseen(rune);
            var blank = isText && used > 1 && !drops && IsBlank(rune);
            if (!drops)
            {
                kept.Write(blank ? " "u8 : rest[..used]);
            }

            isChanged |= drops || blank;
            rest = rest[used..];
        }

        return isChanged ? kept.WrittenSpan : text;
    }

    // Format characters (Cf), and the other ones that Unicode calls ignorable by default.
    private static bool IsUnseen(Rune rune) => rune.Value > 0x7F
        && (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x3164 or (>= 0xFE00 and <= 0xFE0F)
            or 0xFFA0
        or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF));

    // U+E5E5 is what is read of A3A0, by which GBK writes a wide blank.
    private static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is 0x2800 or 0xE5E5;

    // ="X", 'X and `X are how a spreadsheet is told that X is text; "X" is what is left where quotes were not undone.
    private static ReadOnlySpan<byte> Unmark(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'=', (byte)'"', .., (byte)'"'] && text.Length > 2)
        {
            var inner = Trim(text[2..^1]);
            if (!inner.Contains((byte)'"'))
            {
                return inner;
            }

            // ="A"&"B" is a formula, and says nothing for certain.
            var said = Encoding.UTF8.GetString(inner).Replace("\"\"", "\0", StringComparison.Ordinal);
            return said.Contains('"', StringComparison.Ordinal) ? text : Encoding.UTF8.GetBytes(said.Replace('\0', '"'));
        }

        foreach (var (open, close, mayStandAlone) in Quotes)
        {
            if (text.StartsWith(open))
            {
                var inner = text[open.Length..];
                var isPair = inner.EndsWith(close) && inner.IndexOf(close) == inner.Length - close.Length;
                return isPair ? Trim(inner[..^close.Length]) : mayStandAlone ? Trim(inner) : text;
            }
        }

        return text;
    }

    // Single ones are marks also where nothing closes them.
    private static readonly (byte[] Open, byte[] Close, bool MayStandAlone)[] Quotes =
    [
        ("'"u8.ToArray(), "'"u8.ToArray(), true), ("`"u8.ToArray(), "`"u8.ToArray(), true), ("\""u8.ToArray(), "\""u8.ToArray(), false),
        ("‘"u8.ToArray(), "’"u8.ToArray(), true), ("’"u8.ToArray(), "’"u8.ToArray(), true), ("´"u8.ToArray(), "´"u8.ToArray(), true),
        ("＇"u8.ToArray(), "＇"u8.ToArray(), true), ("“"u8.ToArray(), "”"u8.ToArray(), false), ("「"u8.ToArray(), "」"u8.ToArray(), false),
        ("『"u8.ToArray(), "』"u8.ToArray(), false),
    ];
}
