using System.Text;
using System.Text.RegularExpressions;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// The names of a total row: those that the profile gives, also in brackets, in two languages, with a unit, a number of rows or the sum
/// behind them (合计（元）, 【合计】, 合计 Total, 合计金额, 合计(30行)), and the other words for a total of all, of which none stands below the
/// profile's own: 总计 may stand for 合计, and 合计 is not 总计. All words for sums of tables and of their parts are here.
/// </summary>
internal sealed partial class TotalNames
{
    /// <summary>Words for a sum, as a pattern.</summary>
    public const string Sums = "小计|合计|总计|小計|合計|總計|共计";

    /// <summary>What may stand behind such a word, as a pattern: 合计金额.</summary>
    public const string Behind = "(?:总?(?:金额|额|数量|[件箱条行]?数))?";

    private const string Whole = "合计|合計|总计|總計|共计|(?:grand)?total";

    private const string Bracket = @"(?:[(\[](?:单位:?)?(?:人民币|万?元|rmb|cny|不?含税|未税|价税|小写|大写|箱|盒|件|瓶|个)(?:总?金?额)?(?::[^)\]]{1,40})?[)\]])?";

    private static readonly string[] Ordinary = ["合计", "合計", "共计", "total"];
    private static readonly string[] Grand = ["总计", "總計", "总合计", "總合計", "合计总计", "grandtotal"];

    // Marks that may stand in front of a name.
    private static readonly string[] Marks = ["", "【", "*", "(", "（", "[", "<", "《", "「", "★", "-", "="];

    private readonly HashSet<string> names;
    private readonly byte[]?[]?[] begins = new byte[256][][];

    /// <summary>The names that count for a profile.</summary>
    /// <param name="labels">Those that it gives; none where its totals have none.</param>
    public TotalNames(IReadOnlyList<string> labels)
    {
        names = [.. labels.Select(HeaderText.Normalise)];
        if (names.Count == 0)
        {
            return;
        }

        var own = names.ToList();
        names.UnionWith(own.Exists(Grand.Contains) ? Grand : [.. Ordinary, .. Grand]);
        var firsts = names.Concat(labels).Concat(["Total", "TOTAL", "Grand", "GRAND"])
            .Select(name => name[..(char.IsAsciiLetter(name[0]) ? Math.Min(name.Length, 5) : char.IsHighSurrogate(name[0]) ? 2 : 1)]);
        foreach (var group in firsts.SelectMany(_ => Marks, (first, mark) => Encoding.UTF8.GetBytes(mark + first))
            .DistinctBy(Convert.ToHexString).GroupBy(first => first[0]))
        {
            begins[group.Key] = [.. group];
        }
    }

    /// <summary>Whether a cell is such a name.</summary>
    public bool Has(ReadOnlySpan<byte> cell) => cell.Length is > 0 and <= 60 && names.Count > 0
        && (Begins(cell) || Cells.MayBeginOtherwise(cell[0])) && Is(HeaderText.Normalise(cell));

    /// <summary>Whether a cell may name a total of all (价税合计, 本期合计, 总金额, SUM): it is one where it states the sum of all rows.</summary>
    public bool MayBe(ReadOnlySpan<byte> cell) => cell.Length is > 0 and <= 60 && names.Count > 0
        && WholeOrOther().IsMatch(HeaderText.Normalise(cell));

    /// <summary>Whether a cell names the sum of some rows or of all: 曹杨店小计, 累计, 小计：0103.</summary>
    public static bool NamesSum(string name) => name.Length is > 1 and <= 60 && OfSome().IsMatch(name);

    private bool Is(string name) => names.Contains(name.TrimEnd(':'))
        || (Parts().Match(name) is { Success: true } parts && names.Contains(parts.Groups[1].Value))
        || (Twice().Match(name) is { Success: true } two && (names.Contains(two.Groups[1].Value) || names.Contains(two.Groups[2].Value)));

    private bool Begins(ReadOnlySpan<byte> cell)
    {
        foreach (var first in begins[cell[0]] ?? [])
        {
            if (cell.StartsWith(first))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^[\W_]*(\w+?)" + Behind + @":?\(?(?:共?\d+(?:行|条|笔|项|件|箱|rows?|records?)(?:记录|数据)?)?\)?(?:人民币|rmb)?"
        + Bracket + @"(?::?¥?-?\d[\d,]*(?:\.\d+)?元?)?[\W_]*$")]
    private static partial Regex Parts();

    [GeneratedRegex(@"^[\W_]*(" + Whole + @")[\W_]*(" + Whole + @")[\W_]*$")]
    private static partial Regex Twice();

    [GeneratedRegex(@"^[\W_]*(?:(?:价税|金额|以上|全部|本期|本次|本月|供应商|全?报表|全单|整单|全表)(?:合计|合計|总计|總計)" + Behind + "|总金?额|汇总|sum)"
        + @"(?:人民币|rmb)?" + Bracket + @"[\W_]*$")]
    private static partial Regex WholeOrOther();

    [GeneratedRegex(@"^[\W_]*(?:.{0,30}?(?:" + Sums + "|分计|累计|汇总|sub-?total|page-?total|(?<![a-z])total)" + Behind + "|(?:" + Sums + @")[:(].{1,20})" + Bracket + @"[\W_]*$")]
    private static partial Regex OfSome();
}
