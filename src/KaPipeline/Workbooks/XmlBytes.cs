using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace KaPipeline.Workbooks;

/// <summary>A growing buffer of UTF-8 XML: what a sheet is made of before it goes into the zip.</summary>
internal sealed class XmlBytes
{
    /// <summary>Excel's own limit for the text of a cell, in UTF-16 units.</summary>
    public const int CellTextLimit = 32_767;

    // Characters that XML needs escaped, that it forbids, that Excel reads as an escape of its own (_x000D_), or that nobody sees.
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. "&<>_\ufffe\uffff", .. Enumerable.Range(0, 0x10000).Where(VisibleText.IsUnseen).Select(code => (char)code)]);

    // Bytes of UTF-8 without which a text holds none of them: ASCII, and first bytes that are rare in Chinese (C2: U+0080 to 00BF, D8:
    // U+0600 to 063F, E2: U+2000 to 2FFF). A search for a few bytes is many times quicker than one for two thousand halves of pairs.
    private static readonly SearchValues<byte> SpecialBytes =
        SearchValues.Create([.. "&<>_"u8, 0x7F, 0xC2, 0xD8, 0xE2, .. Enumerable.Range(0, 32).Select(c => (byte)c)]);

    private byte[] bytes = new byte[1 << 17];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Raw(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Room(value.Length));
        Length += value.Length;
    }

    public void Number(decimal value)
    {
        value.TryFormat(Room(32), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    public void Whole(int value)
    {
        value.TryFormat(Room(12), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>Text escaped for XML. What nobody sees is shown as <see cref="VisibleText"/> says; a text longer than a
    /// cell may hold is cut and says so.</summary>
    public void Text(ReadOnlySpan<char> value)
    {
        if (value.Length > CellTextLimit)
        {
            Text(value[..(CellTextLimit - 40)]);
            Text(string.Create(CultureInfo.InvariantCulture, $"…（共 {value.Length} 字符，已截 cut）"));
            return;
        }

        // Nearly every text is well formed and needs no escape: then its bytes stand already where they belong.
        if (value.IndexOfAny('\ufffe', '\uffff') < 0
            && Utf8.FromUtf16(value, Room(value.Length * 3), out _, out var written, replaceInvalidSequences: false) == OperationStatus.Done
            && bytes.AsSpan(Length, written).IndexOfAny(SpecialBytes) < 0)
        {
            Length += written;
            return;
        }

        for (var at = 0; at < value.Length;)
        {
            var next = value[at..].IndexOfAny(Special);
            var plain = next < 0 ? value[at..] : value.Slice(at, next);
            Length += Encoding.UTF8.GetBytes(plain, Room(plain.Length * 3));
            at += plain.Length;
            if (next >= 0)
            {
                at += Escape(value[at..]);
            }
        }
    }

    private int Escape(ReadOnlySpan<char> rest)
    {
        switch (rest[0])
        {
            case '&':
                Raw("&amp;"u8);
                return 1;
            case '<':
                Raw("&lt;"u8);
                return 1;
            case '>':
                Raw("&gt;"u8);
                return 1;
            case '_':
                Raw(rest.Length > 1 && rest[1] == 'x' ? "_x005F_"u8 : "_"u8);
                return 1;
            case '\n' or '\t':
                Raw([(byte)rest[0]]);
                return 1;
            case var high when char.IsHighSurrogate(high) && rest.Length > 1 && char.IsLowSurrogate(rest[1]):
                Length += Encoding.UTF8.GetBytes(rest[..2], Room(4));
                return 2;
            case '\r' when rest.Length > 1 && rest[1] == '\n':
                return 1;
            case '\ufffe' or '\uffff':
                Raw("\ufffd"u8);
                return 1;
            case var unseen:
                Length += Encoding.UTF8.GetBytes(VisibleText.Of(unseen), Room(6));
                return 1;
        }
    }

    private Span<byte> Room(int size)
    {
        if (Length + size > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + size));
        }

        return bytes.AsSpan(Length);
    }
}
