using System.Globalization;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Rows;

/// <summary>How many rows and pages a file says that it has, beside its table: 共250条记录, 第1页/共84页. With fewer of them it may be one page
/// of what the portal showed.</summary>
internal sealed partial class StatedSize
{
    private (long Count, string Sheet, int Row, string Text) rows;
    private (int Last, int Count, string Sheet, int Row, string Text) pages;
    private bool isPageAboveRows;
    private long rowsAtPage;

    /// <summary>Looks into a row outside the table.</summary>
    /// <param name="table">The file, at the row.</param>
    /// <param name="rowsRead">Data rows so far.</param>
    public void Take(TableReader table, long rowsRead)
    {
        for (var at = 0; at < table.CellCount; at++)
        {
            var cell = Cells.Clean(table.Cell(at));
            if (cell.Length is 0 or > 400 || !cell.ContainsAnyInRange((byte)'0', (byte)'9'))
            {
                continue;
            }

            Take(HeaderText.Readable(cell), table.Sheet, table.RowNumber, rowsRead);
        }
    }

    /// <summary>Looks into what a page says beside its tables, once it has been read.</summary>
    public void Take(string line, long rowsRead)
    {
        if (line.Length <= 400 && line.Any(char.IsAsciiDigit))
        {
            Take(line.Trim(), "", 1, rowsRead);
        }
    }

    private void Take(string said, string sheet, int row, long rowsRead)
    {
        var text = HeaderText.Normalise(said);
        if (Rows().Match(text) is { Success: true } count && Whole(count.Groups["n"]) is var stated && stated > rows.Count)
        {
            rows = (stated, sheet, row, said);
        }

        if (Pages().Match(text) is { Success: true } page)
        {
            isPageAboveRows |= pages.Count == 0 && rowsRead == 0;
            rowsAtPage = rowsRead;
            pages = (Math.Max(pages.Last, Whole(page.Groups["p"])), Math.Max(pages.Count, Whole(page.Groups["m"])), sheet, row, said);
        }
    }

    /// <summary>What it states beyond what was read; null for a file that is whole by it.</summary>
    /// <param name="rowsRead">Data rows of the file.</param>
    /// <param name="otherRows">Totals, and rows that the profile skips: the portal may have counted them.</param>
    public OddContent? Beyond(long rowsRead, long otherRows) => rows.Count > rowsRead + otherRows
        ? new OddContent(OddRule.PartOnly, rows.Sheet, rows.Row, null, rows.Text,
            Bilingual.Of($"至多 {rowsRead} 行", $"at most {rowsRead} rows"), 1)
        : null;

    /// <summary>The same by its pages, which many portals number in one place only: rows on both sides of it may be of several
    /// pages.</summary>
    /// <param name="rowsRead">Data rows of the file.</param>
    public OddContent? BeyondPages(long rowsRead) => pages.Last < pages.Count && (isPageAboveRows || rowsAtPage == rowsRead)
        ? new OddContent(OddRule.PartOnly, pages.Sheet, pages.Row, null, pages.Text,
            Bilingual.Of($"到第 {pages.Count} 页", $"pages up to {pages.Count}"), 1)
        : null;

    private static int Whole(Group digits) =>
        int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // Read without blanks. 条 alone are rows where no word goes on behind it; 笔 and 张 may be documents.
    [GeneratedRegex(@"共计?:?(?<n>\d{1,9})(?:[条行笔]?(?:记录|数据|明细)|[条行](?:(?!\p{L})|(?=每页|当前|第\d)))|(?:记录|数据)总数:?(?<n>\d{1,9})(?!\d|\.)|总(?:记录|条|行)数:?(?<n>\d{1,9})(?!\d|\.)|total:?(?<n>\d{1,9})(?:records?|rows?|items?|lines?)"
        + @"|(?<![\d.,/])(?<n>\d{1,9})rowsinset")]
    private static partial Regex Rows();

    [GeneratedRegex(@"第?(?<p>\d{1,6})[页頁][/,]?共(?<m>\d{1,6})[页頁]|第(?<p>\d{1,6})/(?<m>\d{1,6})|(?<![\d.])(?<p>\d{1,6})/(?<m>\d{1,6})[页頁]"
        + @"|共(?<m>\d{1,6})[页頁][/,]?第(?<p>\d{1,6})[页頁]|page:?(?<p>\d{1,6})(?:of|/)(?<m>\d{1,6})|^\W*(?<p>\d{1,6})of(?<m>\d{1,6})\W*$")]
    private static partial Regex Pages();
}
