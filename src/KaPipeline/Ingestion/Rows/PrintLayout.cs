using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Knows the rows of a printed table that are no data: the header and the titles again on each page, dashed lines, totals of a page, page
/// numbers, signatures and print dates, what a database tool says behind its result. Only a row that lacks most of what a data row fills
/// can be one of them, save the header itself.
/// </summary>
internal sealed partial class PrintLayout(HeaderSearch.Found found)
{
    private readonly HashSet<string> titles = [.. found.Titles.Select(Shape).Where(shape => shape.Length > 0)];
    private readonly List<string[]> header = [.. found.Rows.Select(Normal)];
    private readonly WordSet firstWords = new(found.Rows.Select(row => row.FirstOrDefault(name => name.Length > 0)).OfType<string>()
        .Distinct());
    private readonly int[] places = found.Layout.Places(found.Header);

    /// <summary>Whether the first cell that says something is one that a header row of these tables begins with.</summary>
    public bool MayBeHeader(ReadOnlySpan<byte> first, IReadOnlyList<TableLayout> tables)
    {
        if (firstWords.Contains(first))
        {
            return true;
        }

        foreach (var layout in tables)
        {
            if (layout.FirstWords.Contains(first))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a row is one of the header's own rows again.</summary>
    public bool IsHeader(string[] names)
    {
        var normal = Normal(names);
        return header.Exists(row => row.SequenceEqual(normal));
    }

    /// <summary>Whether a cell may be a label with a colon.</summary>
    public static bool MayBeNote(ReadOnlySpan<byte> first) => first.IndexOf((byte)':') > 0 || first.IndexOf("："u8) > 0;

    /// <summary>Whether all cells that say something are labels with a colon, such as 制单人：李四.</summary>
    public static bool IsNote(string[] names) => Array.TrueForAll(names, name => name.Length == 0 || Footer().IsMatch(name));

    /// <summary>Whether the row fills more than half of the columns that a data row needs.</summary>
    public bool LooksLikeData(TableReader table)
    {
        var filled = 0;
        foreach (var at in places)
        {
            filled += Cells.Clean(table.Cell(at)).IsEmpty ? 0 : 1;
        }

        return filled * 2 > places.Length;
    }

    /// <summary>Whether a cell begins as a drawn line does.</summary>
    public static bool MayBeLine(ReadOnlySpan<byte> first) =>
        first.Length > 1 && (first[0] is (byte)'-' or (byte)'=' or (byte)'_' or (byte)'*' or (byte)'+' or (byte)'|' or 0xE2)
        && !first.ContainsAnyInRange((byte)'0', (byte)'9');

    /// <summary>Whether all cells that say something are drawn lines, as database tools put them below a header.</summary>
    public static bool IsLine(string[] names) => Array.TrueForAll(names, name => name.Length == 0 || Line().IsMatch(name));

    /// <summary>What a row that does not look like data is; null where nothing tells.</summary>
    public string? Decoration(string[] names)
    {
        var filled = names.Where(name => name.Length > 0).ToList();
        return filled switch
        {
            [] => null,
            _ when titles.Contains(Shape(names)) => "重复标题 repeated titles",
            _ when filled.Exists(name => PageTotal().IsMatch(HeaderText.Normalise(name))) => "小计、合计 totals without a rule",
            _ when Footer().IsMatch(filled[0]) || Page().IsMatch(HeaderText.Normalise(string.Concat(filled))) => "页脚 print notes",
            _ => null,
        };
    }

    /// <summary>What a row is that is no data: a title, a label, a line or a note between and behind the rows; null for data.</summary>
    public string? KindOutside(TableReader table, LabelFinder labels, ReadOnlySpan<byte> first, bool isBelowTotal)
    {
        if (MayBeLine(first) && IsLine(HeaderSearch.NamesOf(table)))
        {
            return "横线 lines";
        }

        if (labels.BeginsRow(table) || (MayBeNote(first) && IsNote(HeaderSearch.NamesOf(table))))
        {
            return "标题、页脚 titles and notes";
        }

        // Below the total are print dates and signatures.
        return LooksLikeData(table) ? null
            : Decoration(HeaderSearch.NamesOf(table)) ?? (isBelowTotal ? "合计以下 notes below the total" : null);
    }

    // Titles differ in page numbers and print times alone.
    private static string Shape(string[] row) => Digits().Replace(string.Join('|', row.Where(cell => cell.Length > 0)), "0");

    private static string[] Normal(string[] row) =>
        [.. row[..(Array.FindLastIndex(row, cell => cell.Length > 0) + 1)].Select(HeaderText.Normalise)];

    [GeneratedRegex(@"^[-=_*+|─━—–‐‑\s]{2,}$")]
    private static partial Regex Line();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^(?:本页|页|分页|按页|累计)?(?:小计|合计|总计|合計|小計)[:(（]?|^(?:page|sub|grand)-?total:?$|^total:?$")]
    private static partial Regex PageTotal();

    // 制单人：李四, Printed by: …; a label of letters and a colon, which no code has.
    [GeneratedRegex(@"^[\p{L}][\p{L}\p{Mn} ()（）/、.]{0,30}[:：]")]
    private static partial Regex Footer();

    [GeneratedRegex(
        @"^\W*(?:第?\d+页|共\d+页|共?\d+(?:行|条|笔|rows?|records?)|page\d+|以下空白|以下无正文|end(?:ofreport|offile)?\W*$|制单人|制表人|打印(?:日期|时间|人)|备注)|行受影响|rows?\s?affected|rows?\s?in\s?set", RegexOptions.IgnoreCase)]
    private static partial Regex Page();
}
