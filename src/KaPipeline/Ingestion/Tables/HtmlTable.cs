using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace KaPipeline.Ingestion.Tables;

/// <summary>
/// The tables of an HTML page, or of a fragment without <c>html</c>; each table is a sheet, from the second on named by its number. Read
/// from tokens, not from a document tree: pages nest what they like, and memory stays flat. A merged cell's text is in its first cell. A
/// table in a cell is a sheet where the cell is there for it (layout), and text of the cell where it is narrower than the rows around it.
/// Hidden cells take no column, and a hidden table is a hidden sheet; hidden rows are read, as those of workbooks are.
/// </summary>
internal sealed partial class HtmlTable : TableReader
{
    private const int MostCells = 16384;

    // Narrower tables lay out a page.
    private const int FewestColumns = 4;

    private const int MostBeside = 20_000;

    private readonly string page;
    private readonly HtmlTokenizer tokens;
    private readonly TextSource source;
    private readonly bool isForHidden;
    private readonly HtmlCell cell;
    private RowCells cells = new();
    private RowCells leftOut = new();
    private HiddenTables? hiddenTables;
    private HtmlCell.Inside hidden;
    private HtmlCell.Inside struckOut;
    private bool isSheetHidden;
    private bool isCellLeftOut;
    private bool isRowStruck;
    private readonly StringBuilder beside = new();
    private bool isInCode;
    private readonly Dictionary<int, int> spanning = [];
    private int depth;
    private int sheets;
    private int rowNumber;
    private bool isInRow;
    private bool isInCell;
    private bool hasNextRow;
    private bool isAtSheet;
    private bool isAtEnd;
    private bool isPageClosed;
    private int widest;
    private int innerDepth;
    private int cellColumns;
    private int cellRows;

    public HtmlTable(string path, Encoding encoding)
    {
        if (new FileInfo(path).Length > ReadingLimits.PageBytes)
        {
            throw ReadingLimits.Beyond($"HTML 文件超过 {ReadingLimits.PageBytes} 字节",
                $"an HTML file of more than {ReadingLimits.PageBytes} bytes");
        }

        using var reader = new StreamReader(TableFile.OpenUtf8(path, encoding), Encoding.UTF8);
        page = reader.ReadToEnd();
        cell = new HtmlCell(new PageStyles(page));
        source = new TextSource(page);
        tokens = PageTokens.Of(source);
    }

    /// <summary>Reads a page that is at hand.</summary>
    /// <param name="page">Its text.</param>
    /// <param name="isForHidden">Whether hidden tables are looked at, to know what they are.</param>
    public HtmlTable(string page, bool isForHidden = false)
    {
        (this.page, this.isForHidden) = (page, isForHidden);
        cell = new HtmlCell(new PageStyles(page));
        source = new TextSource(page);
        tokens = PageTokens.Of(source);
    }

    public override string Sheet => sheets <= 1 ? "" : sheets.ToString(CultureInfo.InvariantCulture);

    public override bool IsHidden => isSheetHidden;

    // Asked at the header: what is beyond its last column has slipped there, unless a merged or blank name may stand above it.
    public override bool HasExactRows => cells.Count > 0 && cells[cells.Count - 1].ContainsAnyExcept((byte)0x20, (byte)0xC2, (byte)0xA0);

    public override string TextBeside => beside.ToString();

    public override int RowNumber => rowNumber;

    public override int CellCount => cells.Count;

    // Pages close a table's rows wherever they like.
    public override bool LeavesOutTrailingBlanks(int columns) => true;

    public override bool NextSheet()
    {
        while (!isAtSheet && !isAtEnd)
        {
            Pump();
        }

        if (!isAtSheet)
        {
            return false;
        }

        isAtSheet = false;
        isSheetHidden = hidden.IsOpen;
        if (isSheetHidden && !isForHidden)
        {
            (hiddenTables ??= new HiddenTables(page)).Begin();
        }

        sheets++;
        rowNumber = widest = 0;
        spanning.Clear();
        return true;
    }

    public override bool NextRow()
    {
        while (!isAtSheet && !isAtEnd)
        {
            if (Pump())
            {
                rowNumber++;
                widest = Math.Max(widest, cells.Count);
                return true;
            }
        }

        return false;
    }

    public override ReadOnlySpan<byte> Cell(int index) => cells[index];

    public override CellKind KindOf(int index) => cells.KindOf(index);

    protected override void Dispose(bool disposing)
    {
        tokens.Dispose();
        source.Dispose();
    }

    // Takes one token; true when it completes a row.
    private bool Pump()
    {
        if (hasNextRow)
        {
            hasNextRow = false;
            BeginRow();
        }

        var token = tokens.Get();
        switch (token.Type)
        {
            case HtmlTokenType.EndOfFile:
                isAtEnd = true;
                if (depth > 0 && (!isPageClosed || innerDepth > 0))
                {
                    throw new UnreadableFileException("表格没有结尾，文件被截断 | the table has no end: the file is cut off");
                }

                return EndRow();
            case HtmlTokenType.Character when isInCell:
                cell.Append(IsUnseen ? "" : token.Data);
                return false;
            case HtmlTokenType.Character when depth == 0 && !isInCode && !hidden.IsOpen && beside.Length < MostBeside:
                beside.Append(token.Data.AsSpan(0, Math.Min(token.Data.Length, MostBeside)));
                return false;
            case HtmlTokenType.StartTag:
                return Start((HtmlTagToken)token);
            case HtmlTokenType.EndTag:
                return End(token.Name);
            default:
                return false;
        }
    }

    private bool Start(HtmlTagToken tag)
    {
        Enclose(tag);
        isInCode = tag.Name is "script" or "style" or "title" or "textarea";
        beside.Append(depth == 0 && tag.Name is "div" or "p" or "br" or "table" or "li" or "h1" or "h2" or "h3" ? "\n" : "");
        switch (tag.Name)
        {
            case "script" or "style":
                tokens.State = HtmlParseMode.Rawtext;
                cell.Start(tag);
                return false;
            case "textarea" or "title":
                tokens.State = HtmlParseMode.RCData;
                cell.Start(tag);
                return false;
            case "table" when innerDepth > 0 || (isInCell && IsInner()):
                depth++;
                innerDepth++;
                return false;
            case not "table" when innerDepth > 0 && IsUnseen:
                return false;
            case "tr" or "td" or "th" when innerDepth > 0:
                cell.Append(" ");
                return false;
            case "table":
                depth++;
                isAtSheet = true;
                // A row that holds a table is layout, and so is what was read of it.
                Forget();
                return false;
            case "tr":
                // Rows without a table around them, as some fragments have.
                isAtSheet |= sheets == 0;
                hasNextRow = EndRow();
                isRowStruck = HtmlCell.IsStruck(tag);
                if (!hasNextRow)
                {
                    BeginRow();
                }

                return hasNextRow;
            case "td" or "th":
                if (!isInRow)
                {
                    BeginRow();
                }

                EndCell();
                cell.Begin(tag, isRowStruck || struckOut.IsOpen);
                isInCell = true;
                isCellLeftOut = cell.LeavesOut(tag);
                cellColumns = Span(tag, "colspan", 1000);
                cellRows = Span(tag, "rowspan", 65534);
                return false;
            case "img" when cellColumns > 1:
                // A picture across the table is decoration.
                return false;
            default:
                cell.Start(tag);
                return false;
        }
    }

    private bool End(string name)
    {
        Disclose(name);
        isInCode = false;
        switch (name)
        {
            case "table" when innerDepth > 0:
                innerDepth--;
                depth--;
                cell.Append(" ");
                return false;
            case "tr" or "td" or "th" when innerDepth > 0:
                return false;
            case "td" or "th":
                EndCell();
                return false;
            case "tr":
                return EndRow();
            case "table":
                depth = Math.Max(0, depth - 1);
                return EndRow();
            case "body" or "html":
                isPageClosed = true;
                return false;
            default:
                cell.End(name);
                return false;
        }
    }

    // Whether this is a hidden part of what is shown.
    private bool IsUnseen => hidden.IsOpen && !isSheetHidden;

    // What hides or strikes out tables and rows from outside. Only elements that pages close are followed.
    private void Enclose(HtmlTagToken tag)
    {
        hidden.Start(tag);
        struckOut = struckOut.Name == "tbody" && tag.Name is "tbody" or "table" ? default : struckOut;
        struckOut.Start(tag);
        if (!hidden.IsOpen && tag.Name is "table" or "div" or "section" or "article" or "noscript" or "template" or "form" or "fieldset"
            && (tag.Name is "noscript" or "template" || HtmlCell.IsLeftOut(tag)))
        {
            hidden = new HtmlCell.Inside(tag.Name);
        }

        if (!struckOut.IsOpen && !isInCell && tag.Name is "tbody" or "del" or "s" or "strike" && HtmlCell.IsStruck(tag))
        {
            struckOut = new HtmlCell.Inside(tag.Name);
        }
    }

    private void Disclose(string name)
    {
        var wasHidden = hidden.IsOpen;
        hidden.End(name);
        struckOut.End(name);

        // What follows in the table around a hidden one is shown.
        if (wasHidden && !hidden.IsOpen && isSheetHidden && depth > (name == "table" ? 1 : 0))
        {
            isAtSheet = true;
        }
    }

    private void BeginRow()
    {
        cells.Clear();
        leftOut.Clear();
        isInRow = true;
    }

    private bool EndRow()
    {
        EndCell();
        isRowStruck = false;
        if (!isInRow)
        {
            return false;
        }

        // A row that is hidden cell by cell is a hidden row.
        if (cells.Count == 0 && leftOut.Count > 0)
        {
            (cells, leftOut) = (leftOut, cells);
        }

        FillSpanned();
        isInRow = false;
        return true;
    }

    private void EndCell()
    {
        if (!isInCell)
        {
            return;
        }

        isInCell = false;
        var text = cell.Take(out var kind);
        if (isCellLeftOut)
        {
            leftOut.Add(text, kind);
            return;
        }

        FillSpanned();
        var column = cells.Count;
        cells.Add(text, kind);
        for (var more = 1; more < cellColumns; more++)
        {
            cells.Add("");
        }

        for (; cellRows > 1 && column < cells.Count; column++)
        {
            spanning[column] = cellRows - 1;
        }

        if (cells.Count > MostCells)
        {
            throw new UnreadableFileException($"第 {rowNumber + 1} 行超过 {MostCells} 列 | row {rowNumber + 1} has more than {MostCells} cells");
        }
    }

    // Columns that a cell of a row above spans into are blank here.
    private void FillSpanned()
    {
        while (spanning.TryGetValue(cells.Count, out var rows))
        {
            if (rows == 1)
            {
                spanning.Remove(cells.Count);
            }
            else
            {
                spanning[cells.Count] = rows - 1;
            }

            cells.Add("");
        }
    }

    private void Forget()
    {
        isInRow = isInCell = false;
        cell.Begin();
        cells.Clear();
        leftOut.Clear();
    }

    // Whether a table that begins here is text of its cell: all its rows are narrower than the widest one around it. In a cell that lies
    // across the table it is one narrow row, such as a page number. A hidden one is nothing to the rows around it.
    private bool IsInner()
    {
        if (widest < FewestColumns || hidden.IsOpen)
        {
            return widest >= FewestColumns && hidden.IsOpen;
        }

        var most = cellColumns == 1 ? widest : FewestColumns;
        var (inside, width, rows) = (1, 0, 0);
        for (var tag = Tags().Match(page, Math.Min(source.Index, page.Length));
            tag.Success && width < most && (cellColumns == 1 || rows <= 1); tag = tag.NextMatch())
        {
            var isEnd = tag.Groups[1].Length > 0;
            switch (tag.Groups[2].Value.ToLowerInvariant())
            {
                case "table":
                    inside += isEnd ? -1 : 1;
                    if (inside == 0)
                    {
                        return true;
                    }

                    break;
                case "tr":
                    width = 0;
                    rows += isEnd ? 0 : 1;
                    break;
                default:
                    width += isEnd ? 0 : 1;
                    break;
            }
        }

        return false;
    }

    [GeneratedRegex("<(/?)(table|tr|td|th)\\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tags();

    private static int Span(HtmlTagToken tag, string attribute, int most) =>
        int.TryParse(tag.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var span)
        ? Math.Clamp(span, 1, most) : 1;
}
