using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace KaPipeline.Ingestion.Tables;

/// <summary>What a file is by its bytes: container, and encoding where it is text. Names and declared charsets are not believed.</summary>
/// <param name="Encoding">Encoding of text, HTML and XML; null for others.</param>
public sealed partial record FileNature(Container Container, Encoding? Encoding)
{
    private const int Sample = 64 * 1024;
    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r\n\0"u8);

    private static readonly SearchValues<char> HeadLetters =
        SearchValues.Create("-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>GB18030, of which GB2312 and GBK are parts.</summary>
    public static Encoding Gb18030 { get; } = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;

    /// <summary>Looks at a file.</summary>
    /// <param name="hint">Encoding that the profile expects, believed where the bytes leave a choice.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static FileNature Of(string path, Encoding? hint = null)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        var head = new byte[Sample];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var bytes = head.AsSpan(0, length);
        if (bytes.IndexOfAnyExcept(Blank) < 0 && file.Length <= Sample)
        {
            return new FileNature(Container.Empty, null);
        }

        if (Binary(bytes) is { } container)
        {
            return new FileNature(container, null);
        }

        var encoding = EncodingOf(bytes, file, hint);
        var text = encoding.GetString(bytes[MarkOf(bytes)..]);
        if (IsNoise(text))
        {
            return new FileNature(Container.Unknown, null);
        }

        var found = TextContainer(text);
        if (found == Container.Html && file.Length <= Sample && !HasTable().IsMatch(text))
        {
            var isXml = text.TrimStart().StartsWith("<?xml", StringComparison.Ordinal) || XmlBegins().IsMatch(text.TrimStart());
            found = Frame().IsMatch(text) ? Container.Frames : isXml && !Page().IsMatch(text) ? Container.OtherXml : Container.Page;
        }

        var isMixed = found == Container.Text && ((encoding == Gb18030 && IsMixed(bytes)) || EndsOtherwise(file, encoding));
        return new FileNature(isMixed ? Container.MixedText : found, encoding);
    }

    /// <summary>The encoding of text that is all at hand.</summary>
    internal static Encoding EncodingOf(ReadOnlySpan<byte> text) => EncodingOf(text, Stream.Null, null);

    /// <summary>Length of the byte order mark at the beginning of a file; 0 without one.</summary>
    internal static int MarkOf(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => 3,
        [0xFF, 0xFE, 0, 0, ..] => 4,
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => 2,
        _ => 0,
    };

    private static Container? Binary(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => Container.Biff,
        // A worksheet stream of its own, as Excel 2 to 4 wrote it.
        [0x09, 0x00 or 0x02 or 0x04 or 0x08, 0x04 or 0x06 or 0x08, 0x00, ..] => Container.Biff,
        // That of Excel 97 and later without the compound file around it.
        [0x09, 0x08, 0x10, 0x00, 0x00, 0x06, ..] => Container.Biff,
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => Container.Xlsx,
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] or [0x1F, 0x8B, ..] or [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..]
            or [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [0xFF, 0xD8, 0xFF, ..] or [0x7F, (byte)'E', (byte)'L', (byte)'F', ..]
            or [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] or [(byte)'{', (byte)'\\', (byte)'r', (byte)'t', (byte)'f', ..] => Container.Unknown,
        _ => null,
    };

    // No encoding makes text of bytes that are none: what nobody can type comes up all over. A few damaged ones make no other file of a
    // table, and zero bytes pad.
    private static bool IsNoise(string text)
    {
        var strange = text.Count(character => character is '\uFFFD' or '\x7F'
            || (character < ' ' && character is not ('\0' or '\t' or '\r' or '\n' or '\f' or '\v' or '\x1A')));
        return strange > 4 + text.Length / 25;
    }

    private static Encoding EncodingOf(ReadOnlySpan<byte> head, Stream rest, Encoding? hint)
    {
        switch (head)
        {
            // The mark of UTF-8 may precede text in GBK: what follows decides.
            case [0xEF, 0xBB, 0xBF, ..]: head = head[3..]; break;
            case [0xFF, 0xFE, 0, 0, ..]: return Encoding.UTF32;
            // Separators and line ends of UTF-16 have zero bytes: without one, its mark precedes another encoding.
            case [0xFF, 0xFE, ..] when Unpadded(head).Contains((byte)0): return Encoding.Unicode;
            case [0xFE, 0xFF, ..] when Unpadded(head).Contains((byte)0): return Encoding.BigEndianUnicode;
            case [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]: head = head[2..]; break;
            default: break;
        }

        head = Unpadded(head);

        // Western digits and separators make every other byte of UTF-16 zero, on one side. Zero bytes that pad are on both.
        int even = 0, odd = 0;
        for (var at = 0; at + 1 < head.Length; at += 2)
        {
            even += head[at] == 0 && head[at + 1] != 0 ? 1 : 0;
            odd += head[at] != 0 && head[at + 1] == 0 ? 1 : 0;
        }

        if (Math.Max(even, odd) > head.Length / 8 && Math.Min(even, odd) <= Math.Max(even, odd) / 8)
        {
            return odd > even ? Encoding.Unicode : Encoding.BigEndianUnicode;
        }

        // The first part that is not plain ASCII decides.
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(Sample, head.Length));
        head.CopyTo(buffer);
        var length = head.Length;
        while (length > 0 && Ascii.IsValid(buffer.AsSpan(0, length)))
        {
            length = rest.Read(buffer, 0, Sample);
        }

        var (valid, _, broken) = CountUtf8(buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);

        // A damaged byte does not make UTF-8 another encoding. The other way round, two or three GBK characters may happen to be valid
        // UTF-8 (联通 is the famous pair): there the profile's word counts.
        var mayBeAccident = valid is > 0 and <= 4 && hint?.CodePage == Gb18030.CodePage;
        return valid >= broken * 4 && !mayBeAccident ? Encoding.UTF8 : Gb18030;
    }

    // Three bytes of GBK are hardly ever a character of UTF-8 by chance; where many are, and as many stretches are none, both were joined.
    private static bool IsMixed(ReadOnlySpan<byte> head)
    {
        var (_, wide, broken) = CountUtf8(head);
        return wide >= 16 && wide >= broken / 4;
    }

    // Whether text that begins in UTF-8 goes on in GBK to its end, or the other way round: that was joined, too, and no damage.
    private static bool EndsOtherwise(FileStream file, Encoding encoding)
    {
        var isUtf8 = encoding.CodePage == Encoding.UTF8.CodePage;
        if (file.Length <= Sample || !(isUtf8 || encoding == Gb18030))
        {
            return false;
        }

        var tail = new byte[Sample];
        file.Position = Math.Max(0, file.Length - Sample);
        var (_, wide, broken) = CountUtf8(tail.AsSpan(0, file.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false)));
        return isUtf8 ? broken >= 16 && wide <= broken / 4 : wide >= 16 && broken <= wide / 4;
    }

    // Zero bytes at the end are the padding of a block, and no text.
    private static ReadOnlySpan<byte> Unpadded(ReadOnlySpan<byte> head) => head[..(head.LastIndexOfAnyExcept((byte)0) + 1)];

    // Characters beyond ASCII that are valid UTF-8, those of three bytes and more among them, and stretches that are not; one cut off by
    // the end of the sample counts as neither.
    private static (int Valid, int Wide, int Broken) CountUtf8(ReadOnlySpan<byte> part)
    {
        int valid = 0, wide = 0, broken = 0;
        while (!part.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(part, out _, out var used);
            valid += status == OperationStatus.Done && used > 1 ? 1 : 0;
            wide += status == OperationStatus.Done && used > 2 ? 1 : 0;
            broken += status == OperationStatus.InvalidData ? 1 : 0;
            part = part[used..];
        }

        return (valid, wide, broken);
    }

    private static Container TextContainer(string text)
    {
        var start = text.AsSpan().TrimStart(" \t\r\n\uFEFF\0");
        if (start.IsEmpty)
        {
            return Container.Empty;
        }

        if (IsMail(start))
        {
            return Container.Mhtml;
        }

        if (Exchanged(start) is { } exchanged)
        {
            return exchanged;
        }

        if (EdiSigns.Begins(start))
        {
            return Container.Edi;
        }

        var isXml = start.StartsWith("<?", StringComparison.Ordinal) || WorkbookBegins().IsMatch(start);
        if (isXml && start.Contains("urn:schemas-microsoft-com:office:spreadsheet", StringComparison.OrdinalIgnoreCase))
        {
            return Container.SpreadsheetXml;
        }

        if (isXml && start.Contains("urn:oasis:names:tc:opendocument", StringComparison.OrdinalIgnoreCase))
        {
            return Container.OpenDocument;
        }

        if (JsonBegins().IsMatch(start))
        {
            return Container.Json;
        }

        return isXml || PageBegins().IsMatch(start) || TableBegins().IsMatch(start)
            || (XmlBegins().IsMatch(start) && (text.Contains("</", StringComparison.Ordinal) || text.Contains("/>", StringComparison.Ordinal)))
            ? Container.Html : Container.Text;
    }

    // Objects and lists as programs write them, alone or in the call of a function.
    [GeneratedRegex(@"^(?:[\w$.]{1,60}\s*\(\s*)?(?:\{\s*""[^""\r\n]{0,200}""\s*:|\[\s*\{\s*""[^""\r\n]{0,200}""\s*:|\[\s*\[\s*[""\d])")]
    private static partial Regex JsonBegins();

    // An element right inside another one, or one that is closed at once.
    [GeneratedRegex(@"^<[A-Za-z_][\w.-]{0,60}(?:\s[^<>]{0,2000})?>\s*<[A-Za-z_][\w.-]{0,60}(?:\s[^<>]{0,2000})?/?>")]
    private static partial Regex XmlBegins();

    [GeneratedRegex(@"<(?:\w+:)?(?:table|t[rdh]|Workbook)(?=[\s/>])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HasTable();

    [GeneratedRegex(@"<(?:frameset|iframe)(?=[\s>])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Frame();

    [GeneratedRegex(@"<(?:!doctype\s+html|html|head|body|div|form|p|script|meta)(?=[\s/>])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Page();

    [GeneratedRegex(@"^(?:<!--(?:(?!-->)[\s\S]){0,2000}-->\s*)*<(?:!DOCTYPE\s+)?(?:\w+:)?Workbook\b")]
    private static partial Regex WorkbookBegins();

    // A name or a title may stand between < and > as well.
    [GeneratedRegex(@"^<(?:!doctype\s+html|!--|/?(?:html|head|body|meta|title|style|script|link|base|table|caption|colgroup|thead|tbody|tfoot|tr|td|th|div|span|p|br|hr"
        + @"|b|i|u|font|center|form|input|a|img|h[1-6]|ul|ol|iframe|frameset|noscript|section|main|article|header|nav|pre|strong|small|svg)(?=[\s/>]))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PageBegins();

    [GeneratedRegex(@"<(?:table|tr)(?=[\s>])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TableBegins();

    // Lines of a head, in any order, of which one tells a mail.
    private static bool IsMail(ReadOnlySpan<char> text)
    {
        foreach (var line in text.EnumerateLines())
        {
            if (line.IsEmpty)
            {
                return false;
            }

            var colon = line.IndexOf(':');
            var name = line[..Math.Max(0, colon)];
            if (line[0] is ' ' or '\t')
            {
                continue;
            }

            if (name.IsEmpty || name.ContainsAnyExcept(HeadLetters))
            {
                return false;
            }

            if (name.Equals("MIME-Version", StringComparison.OrdinalIgnoreCase)
                || (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
                && line[(colon + 1)..].Trim().StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    // Texts in which spreadsheet programs exchange sheets: their first two lines tell them from a table with such columns.
    private static Container? Exchanged(ReadOnlySpan<char> text)
    {
        var lines = text.EnumerateLines();
        lines.MoveNext();
        var first = lines.Current.TrimEnd();
        var second = lines.MoveNext() ? lines.Current.Trim() : default;
        return first.StartsWith("ID;P", StringComparison.Ordinal) && second is [>= 'A' and <= 'Z', ';', >= 'A' and <= 'Z', ..] ? Container.Sylk
            : first is "TABLE" && second is "0,1" ? Container.Dif
            : null;
    }
}
