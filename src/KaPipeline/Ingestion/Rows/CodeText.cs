using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Codes and texts as they are kept: what spreadsheets did to a code is undone where that is certain, and refused where it is
/// not.</summary>
internal static class CodeText
{
    private const int LongestCode = 200;
    private const int LongestText = 4000;
    private static readonly SearchValues<byte> Grouped = SearchValues.Create("0123456789,"u8);

    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("0123456789-/ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>The rule that the bytes of a code break, or null.</summary>
    /// <param name="text">A cell that <see cref="Cells.Clean"/> has cleaned; afterwards the code as it is kept.</param>
    /// <param name="kind">What the container says of it.</param>
    /// <param name="digits">Digits to which it is padded.</param>
    /// <param name="form">Which spellings of a code are one and the same.</param>
    public static string? Code(ref ReadOnlySpan<byte> text, CellKind kind, int digits, CodeForm form = CodeForm.AsWritten)
    {
        if (text.Length > LongestCode)
        {
            return RejectionRule.TooLong;
        }

        if (text.ContainsAnyInRange((byte)0, (byte)31) || text.Contains((byte)127))
        {
            return RejectionRule.UnreadableText;
        }

        if (text.ContainsAnyInRange((byte)0x80, (byte)0xFF))
        {
            if (!IsText(text))
            {
                return RejectionRule.UnreadableText;
            }

            var written = Encoding.UTF8.GetString(text);
            if (Cells.HasDisguisedDigits(written))
            {
                // N① may be the number N1, or N with a footnote.
                return RejectionRule.UnreadableText;
            }

            // A single character may stand for a whole phrase, and a full-width mark is a mark.
            text = Cells.Clean(Encoding.UTF8.GetBytes(Fold(written)));
            if (text.Length is 0 or > LongestCode)
            {
                return text.IsEmpty ? RejectionRule.UnreadableText : RejectionRule.TooLong;
            }
        }

        if (text is [(byte)'=', ..] || text.ContainsAnyInRange((byte)0, (byte)31))
        {
            // What is left of a formula says nothing for certain.
            return RejectionRule.UnreadableText;
        }

        if ((form & CodeForm.NumberAlone) != 0 && !TakeNumber(ref text))
        {
            return RejectionRule.UnreadableText;
        }

        // 'X' without its beginning: a mark that was typed behind the code.
        text = WithoutBlanks(text, form).TrimEnd("'`"u8);
        var point = text.IndexOfAny((byte)'.', (byte)'E', (byte)'e');
        if (point > 0 && text[..point].ContainsAnyExceptInRange((byte)'0', (byte)'9') == false && !Restore(ref text, point))
        {
            return RejectionRule.LostDigits;
        }

        // Past fifteen digits a spreadsheet's number is no longer the code that was typed; one with thousands separators never was one.
        if ((kind == CellKind.Number && text.TrimStart((byte)'0').Length > 15) || IsGrouped(text))
        {
            return RejectionRule.LostDigits;
        }

        text = InCapitals(text, form);
        if (text.Length < digits && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).PadLeft(digits, '0'));
        }

        return null;
    }

    private static bool TakeNumber(ref ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd("'`"u8);
        if (!text.ContainsAnyExcept(Plain) && !text.StartsWith("No"u8))
        {
            return true;
        }

        var isOne = StatementNumber.TryTake(Encoding.UTF8.GetString(text), out var number);
        text = isOne ? Encoding.UTF8.GetBytes(number) : text;
        return isOne;
    }

    /// <summary>The rule that the bytes of a text break, or null.</summary>
    public static string? Text(ReadOnlySpan<byte> text) =>
        text.Length > LongestText ? RejectionRule.TooLong
        : text.Contains((byte)0) || !IsText(text) ? RejectionRule.UnreadableText
        : null;

    // Full-width characters are the half-width ones, every dash is a hyphen, and every single quotation mark the straight one.
    private static string Fold(string text) =>
        string.Create(text.Normalize(NormalizationForm.FormKC).Length, text.Normalize(NormalizationForm.FormKC), (folded, normal) =>
    {
        for (var at = 0; at < folded.Length; at++)
        {
            folded[at] = char.GetUnicodeCategory(normal[at]) == UnicodeCategory.DashPunctuation || normal[at] == '−' ? '-'
                : normal[at] is '‘' or '’' ? '\'' : char.IsControl(normal[at]) ? '\0' : normal[at];
        }
    });

    private static ReadOnlySpan<byte> WithoutBlanks(ReadOnlySpan<byte> text, CodeForm form) => form.HasFlag(CodeForm.WithoutBlanks)
        && text.Contains((byte)' ')
        ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace(" ", "", StringComparison.Ordinal)) : text;

    private static ReadOnlySpan<byte> InCapitals(ReadOnlySpan<byte> text, CodeForm form)
    {
        if (form.HasFlag(CodeForm.InCapitals) && text.ContainsAnyInRange((byte)'a', (byte)'z'))
        {
            var capitals = new byte[text.Length];
            Ascii.ToUpper(text, capitals, out var written);
            text = written == text.Length ? capitals : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).ToUpperInvariant());
        }

        return text;
    }

    // 402,260,501,001: groups of three behind one to three digits.
    private static bool IsGrouped(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)',') is not (> 0 and <= 3) || text.ContainsAnyExcept(Grouped))
        {
            return false;
        }

        for (var at = text.Length - 4; at > 0; at -= 4)
        {
            if (text[at] != ',' || text.Slice(at + 1, 3).Contains((byte)','))
            {
                return false;
            }
        }

        return true;
    }

    // 1111.0 is 1111; 6.917878055251E+12, as Java writes it 6.917878055251E12, is whole again; 6.91788E+12 has lost digits. Anything else
    // is a code with a point in it.
    private static bool Restore(ref ReadOnlySpan<byte> text, int point)
    {
        if (text[point] == '.' && text[(point + 1)..] is { IsEmpty: false } zeros && !zeros.ContainsAnyExcept((byte)'0'))
        {
            text = text[..point];
            return true;
        }

        var mark = text.IndexOfAny((byte)'E', (byte)'e');
        if (mark <= 0 || point != 1 || (point < mark && text[(point + 1)..mark].ContainsAnyExceptInRange((byte)'0', (byte)'9')))
        {
            return true;
        }

        var power = text[(mark + 1)..];
        var hasSign = power is [(byte)'+' or (byte)'-', ..];
        var digits = hasSign ? power[1..] : power;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || (!hasSign && point == mark))
        {
            // 1E5 without point and sign is a code.
            return true;
        }

        var fraction = point < mark ? mark - point - 1 : 0;
        if (power[0] == '-' || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var shift) || shift > 15)
        {
            return false;
        }

        // Java drops the zeros at the end, and no other digit: but with fewer digits than this it may have been a number of single
        // precision.
        if (!hasSign && shift > fraction && (shift - fraction <= 2 || fraction >= 9))
        {
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text[..mark]).Replace(".", "", StringComparison.Ordinal)
                .PadRight(1 + shift, '0'));
            return true;
        }

        if (shift > fraction)
        {
            return false;
        }

        var whole = Encoding.UTF8.GetString(text[..mark]).Replace(".", "", StringComparison.Ordinal);
        text = Encoding.UTF8.GetBytes(whole[..(1 + shift)]);
        return !whole.AsSpan(1 + shift).ContainsAnyExcept('0');
    }

    // The replacement character is what decoding leaves of bytes that are no text; U+FFFE never is one.
    private static bool IsText(ReadOnlySpan<byte> text) =>
        Ascii.IsValid(text) || (Utf8.IsValid(text) && text.IndexOf("\uFFFD"u8) < 0 && text.IndexOf("\uFFFE"u8) < 0);
}
