using System.Text.RegularExpressions;

namespace KaPipeline.Ingestion.Rows;

/// <summary>What a word before a label says of its value: 上期 that it is of another period, 查询条件 that it was asked for, 备注 that it
/// stands in a note.</summary>
internal enum LabelScope
{
    /// <summary>Of the document itself, also where 本期 says so.</summary>
    Document,

    /// <summary>Of another period: no value of this document.</summary>
    OtherPeriod,

    /// <summary>A condition of the query or a note: a value of the document where nothing else states it.</summary>
    Aside,
}

/// <summary>Knows the words that say so.</summary>
internal static partial class LabelScopes
{
    /// <summary>The scope that a cell states for the labels behind or below it; null where it is something else.</summary>
    public static LabelScope? OfCell(string cell) =>
        Word().Match(cell) is { Success: true } word && word.Length == cell.Length ? Of(word) : null;

    /// <summary>The scope of all labels in a cell that begins as a query or a note does; null for any other cell.</summary>
    public static LabelScope? OfStart(string cell) => Begins().IsMatch(cell) ? LabelScope.Aside : null;

    /// <summary>The word in front of a label, and where it begins; null where there is none.</summary>
    public static (LabelScope Scope, int From)? Before(string cell, int label)
    {
        var word = Last().Match(cell[..label]);
        return word.Success ? (Of(word), word.Groups["word"].Index) : null;
    }

    /// <summary>Whether a cell above a column says that what stands below it is of another period: 上期金额, 去年同期, 本年累计.</summary>
    public static bool IsOtherPeriod(string cell) => Heading().IsMatch(cell);

    private static LabelScope Of(Match word) => word.Groups["other"].Success ? LabelScope.OtherPeriod
        : word.Groups["aside"].Success ? LabelScope.Aside : LabelScope.Document;

    private const string Words =
        "(?<word>(?<other>上期|上一期|上月|上次|前期|往期|去年同期|去年|上年|同期|下期|lastperiod|previousperiod|previous|prior)"
        + "|(?<own>本期|本月|本次|当期|本账期|本周期|currentperiod|thisperiod|current)"
        + "|(?<aside>查询条件|查询范围|筛选条件|检索条件|过滤条件|查询|备注|说明|附注|注|query|filter|remarks?|notes?))";

    [GeneratedRegex("^" + Words + @"[:\s]*$", RegexOptions.IgnoreCase)]
    private static partial Regex Word();

    [GeneratedRegex(@"(?:^|[\s,;|、:(\[【])" + Words + @"[:\s]*$", RegexOptions.IgnoreCase)]
    private static partial Regex Last();

    [GeneratedRegex(@"^\W*(?:查询条件|查询范围|筛选条件|检索条件|过滤条件|备注|说明|附注|注|query|filter|remarks?|notes?)\s*:", RegexOptions.IgnoreCase)]
    private static partial Regex Begins();

    [GeneratedRegex(@"^\W*(?:(?:上期|上一期|上月|上次|上年|前期|往期|去年|同期|下期)(?:同期|同月)?|(?:本年|全年|年度|历史)?累计|(?:last|previous|prior)\s?(?:period|month|year))"
        + @"(?:应付|应结|结算)?(?:金额|余额|数额|数量|发生额?|合计|结余|结转|[数额值款])?(?:\(.{1,8}\))?\W*$", RegexOptions.IgnoreCase)]
    private static partial Regex Heading();
}
