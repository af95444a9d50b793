using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using MimeKit;

namespace KaPipeline.Ingestion.Tables;

/// <summary>A "single file web page" (MHTML), which spreadsheet programs name <c>.xls</c> as well: the tables of all pages in it.</summary>
internal sealed partial class MhtmlTable : TableReader
{
    private const int MostParts = 1_000;
    private const int MostHeaders = 10_000;

    // Blanks, line ends and the mark of UTF-8.
    private static readonly SearchValues<byte> Blank = SearchValues.Create([0x20, 0x09, 0x0D, 0x0A, 0x00, 0xEF, 0xBB, 0xBF]);

    private readonly Queue<MimePart> pages;
    private HtmlTable? page;
    private int sheets;
    private string textBeside = "";
    private bool isPageHidden;

    /// <exception cref="UnreadableFileException">It holds no page.</exception>
    public MhtmlTable(string path)
    {
        Measure(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Head(file);
        MimeEntity? message;
        try
        {
            message = MimeMessage.Load(file).Body;
        }
        catch (FormatException e)
        {
            throw new UnreadableFileException("单个文件网页 (MHTML) 损坏 | the single file web page (MHTML) is damaged", e);
        }

        pages = new Queue<MimePart>(Parts(message).Where(part => part.ContentType.IsMimeType("text", "html")));
        if (pages.Count == 0)
        {
            throw new UnreadableFileException(
                "单个文件网页 (MHTML) 中没有表格；请另存为 .xlsx | a single file web page (MHTML) without a table: open it and save it as .xlsx");
        }
    }

    public override string Sheet => sheets <= 1 ? "" : sheets.ToString(CultureInfo.InvariantCulture);

    public override bool IsHidden => isPageHidden || page?.IsHidden == true;

    public override bool HasExactRows => page?.HasExactRows == true;

    public override string TextBeside => textBeside + page?.TextBeside;

    public override int RowNumber => page!.RowNumber;

    public override int CellCount => page!.CellCount;

    public override bool LeavesOutTrailingBlanks(int columns) => true;

    public override bool NextSheet()
    {
        while (page?.NextSheet() != true)
        {
            textBeside += page?.TextBeside;
            page?.Dispose();
            page = null;
            if (!pages.TryDequeue(out var part))
            {
                return false;
            }

            var text = Text(part);
            isPageHidden = HiddenSheet().IsMatch(text);
            page = new HtmlTable(text);
        }

        sheets++;
        return true;
    }

    public override bool NextRow() => page!.NextRow();

    public override ReadOnlySpan<byte> Cell(int index) => page!.Cell(index);

    protected override void Dispose(bool disposing) => page?.Dispose();

    // What Excel says of a sheet in a comment at the head of its page.
    [GeneratedRegex(@"<x:Visible>\s*Sheet(?:Very)?Hidden\s*</x:Visible>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HiddenSheet();

    // Blank lines in front of the head would end it before it begins.
    private static long Head(FileStream file)
    {
        Span<byte> first = stackalloc byte[4096];
        var read = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        return Math.Max(0, first[..read].IndexOfAnyExcept(Blank));
    }

    private static IEnumerable<MimePart> Parts(MimeEntity? entity) => entity switch
    {
        Multipart multipart => multipart.SelectMany(Parts),
        MimePart part => [part],
        _ => [],
    };

    // The parser keeps the whole message, with a part and a header for each line that looks like one.
    private static void Measure(string path)
    {
        var (parts, headers, isInHead) = (0, 0, true);
        var isBeyond = new FileInfo(path).Length > ReadingLimits.PageBytes;
        foreach (var line in isBeyond ? [] : File.ReadLines(path, System.Text.Encoding.Latin1))
        {
            var isBoundary = line.StartsWith("--", StringComparison.Ordinal);
            isInHead = isBoundary || (isInHead && (line.Length > 0 || headers == 0));
            parts += isBoundary ? 1 : 0;
            headers += isInHead ? 1 : 0;
            isBeyond = parts > MostParts || headers > MostHeaders
                || (isInHead && line.Contains("message/", StringComparison.OrdinalIgnoreCase));
            if (isBeyond)
            {
                break;
            }
        }

        if (isBeyond)
        {
            throw ReadingLimits.Beyond("单个文件网页 (MHTML) 过大",
                $"a single file web page (MHTML) of more than {ReadingLimits.PageBytes} bytes, {MostParts} parts or {MostHeaders} lines of headers, or with a message in it");
        }
    }

    // Quoted-printable and base64 are undone; the charset that the part declares is believed no more than a page's.
    private static string Text(MimePart part)
    {
        using var bytes = new MemoryStream();
        part.Content?.DecodeTo(bytes);
        var content = bytes.ToArray();
        return content.Length == 0 ? "" : FileNature.EncodingOf(content).GetString(content);
    }
}
