using System.Globalization;
using System.Text;
using System.Text.Unicode;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Codes and texts as they are kept: what spreadsheets did to a code is undone where that is certain, and refused where it is not.</summary>
internal static class CodeText
{
    private const int LongestCode = 200;
    private const int LongestText = 4000;

    /// <summary>The rule that the bytes of a code break, or null.</summary>
    public static string? Code(ref ReadOnlySpan<byte> text, CellKind kind, int digits)
    {
        if (text.Length > LongestCode)
        {
            return RejectionRule.TooLong;
        }

        if (text.ContainsAnyInRange((byte)0, (byte)31))
        {
            return RejectionRule.UnreadableText;
        }

        if (text.ContainsAnyInRange((byte)0x80, (byte)0xFF))
        {
            if (!IsText(text))
            {
                return RejectionRule.UnreadableText;
            }

            // A single character may stand for a whole phrase.
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Normalize(NormalizationForm.FormKC));
            if (text.Length > LongestCode)
            {
                return RejectionRule.TooLong;
            }
        }

        var point = text.IndexOfAny((byte)'.', (byte)'E', (byte)'e');
        if (point > 0 && text[..point].ContainsAnyExceptInRange((byte)'0', (byte)'9') == false && !Restore(ref text, point))
        {
            return RejectionRule.LostDigits;
        }

        // Past fifteen digits a spreadsheet's number is no longer the code that was typed.
        if (kind == CellKind.Number && text.Length > 15)
        {
            return RejectionRule.LostDigits;
        }

        if (text.Length < digits && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).PadLeft(digits, '0'));
        }

        return null;
    }

    /// <summary>The rule that the bytes of a text break, or null.</summary>
    public static string? Text(ReadOnlySpan<byte> text) =>
        text.Length > LongestText ? RejectionRule.TooLong
        : text.Contains((byte)0) || !IsText(text) ? RejectionRule.UnreadableText
        : null;

    // 1111.0 is 1111; 6.917878055251E+12 is whole again; 6.91788E+12 has lost digits. Anything else is a code with a point in it.
    private static bool Restore(ref ReadOnlySpan<byte> text, int point)
    {
        if (text[point] == '.' && text[(point + 1)..] is { IsEmpty: false } zeros && !zeros.ContainsAnyExcept((byte)'0'))
        {
            text = text[..point];
            return true;
        }

        var exponent = text.IndexOf("E+"u8) is var at and > 0 ? at : text.IndexOf("e+"u8);
        if (exponent <= 0 || point != 1 || text[(exponent + 2)..].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || (point < exponent && text[(point + 1)..exponent].ContainsAnyExceptInRange((byte)'0', (byte)'9')))
        {
            return true;
        }

        var fraction = point < exponent ? exponent - point - 1 : 0;
        if (!int.TryParse(text[(exponent + 2)..], NumberStyles.None, CultureInfo.InvariantCulture, out var shift) || shift > fraction)
        {
            return false;
        }

        var whole = Encoding.UTF8.GetString(text[..exponent]).Replace(".", "", StringComparison.Ordinal);
        text = Encoding.UTF8.GetBytes(whole[..(1 + shift)]);
        return !whole.AsSpan(1 + shift).ContainsAnyExcept('0');
    }

    // The replacement character is what decoding leaves of bytes that are no text.
    private static bool IsText(ReadOnlySpan<byte> text) =>
        Ascii.IsValid(text) || (Utf8.IsValid(text) && text.IndexOf("\uFFFD"u8) < 0);
}
