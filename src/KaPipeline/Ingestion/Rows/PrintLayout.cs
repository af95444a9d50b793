using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Knows the rows of a printed table that are no data: the header and the titles again on each page, dashed lines, totals of a page, page
/// numbers, signatures and print dates, what a database tool says behind its result. Only a row that lacks most of what a data row fills
/// can be one of them, save the header itself. A cell that says nothing (-, or a word of the profile) is as blank here as in a data row.
/// </summary>
internal sealed partial class PrintLayout(HeaderSearch.Found found, WordSet nothing)
{
    /// <summary>How titles and notes between and behind the rows are counted.</summary>
    public const string TitlesAndNotes = "标题、页脚 titles and notes";

    /// <summary>How sums of a part of the rows are counted.</summary>
    public const string Totals = "小计、合计 totals without a rule";

    private readonly HashSet<string> titles =
        [.. found.Titles.Select(row => Shape(Said(row, nothing))).Where(shape => shape.Length > 0)];
    private readonly List<string[]> header = [.. found.Rows.Select(Normal)];
    private readonly WordSet firstWords = new(found.Rows.Select(row => row.FirstOrDefault(name => name.Length > 0)).OfType<string>()
        .Distinct());
    private readonly int[] places = found.Layout.Places(found.Header);
    private readonly RowSigns signs = new(found.Layout, found.Header, nothing);
    private (decimal Sum, int Rows) fees;
    private (decimal Sum, int Rows) feesSince;
    private bool hasRows;

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

    /// <summary>Whether a row is one of the header's own rows again, perhaps with names left out or a page number behind them.</summary>
    public bool IsHeader(string[] names)
    {
        var normal = Normal(names);
        return header.Exists(row => row.SequenceEqual(normal) || IsMostOf(row, normal));
    }

    /// <summary>Whether a cell may be a label with a colon.</summary>
    public static bool MayBeNote(ReadOnlySpan<byte> first) => first.IndexOf((byte)':') > 0 || first.IndexOf("："u8) > 0;

    /// <summary>Whether all cells that say something are labels with a colon, such as 制单人：李四, or stand behind one that lacks its
    /// value.</summary>
    public static bool IsNote(string[] names)
    {
        var isOpen = false;
        foreach (var name in names.Where(name => name.Length > 0))
        {
            var isLabel = Footer().IsMatch(name);
            if (!isLabel && !isOpen)
            {
                return false;
            }

            isOpen = isLabel && name[^1] is ':' or '：';
        }

        return true;
    }

    /// <summary>Whether the row fills more than half of the columns that a data row needs.</summary>
    public bool LooksLikeData(TableReader table)
    {
        var filled = 0;
        for (var at = 0; at < places.Length && filled * 2 <= places.Length; at++)
        {
            filled += Cells.Clean(table.Cell(places[at])) is { IsEmpty: false } cell && !nothing.Contains(cell) ? 1 : 0;
        }

        return filled * 2 > places.Length;
    }

    /// <summary>Whether a cell begins as a drawn line does.</summary>
    public static bool MayBeLine(ReadOnlySpan<byte> first) =>
        first.Length > 0 && (first[0] is (byte)'-' or (byte)'=' or (byte)'_' or (byte)'*' or (byte)'+' or (byte)'|' or 0xE2)
        && !first.ContainsAnyInRange((byte)'0', (byte)'9');

    /// <summary>Whether all cells that say something are drawn lines, as database tools put them below a header.</summary>
    public static bool IsLine(string[] names) => Array.TrueForAll(names, name => name.Length == 0 || Line().IsMatch(name))
        || (names.Count(name => name.Length > 0) > 1 && Array.TrueForAll(names, name => name is "" or "-" or "—" or "–"));

    /// <summary>What a row that does not look like data is; null where nothing tells.</summary>
    public string? Decoration(string[] names)
    {
        names = Said(names, nothing);
        var filled = names.Where(name => name.Length > 0).ToList();
        return filled switch
        {
            [] => null,
            _ when titles.Contains(Shape(names)) => "重复标题 repeated titles",
            _ when filled.Exists(name => PageTotal().IsMatch(HeaderText.Normalise(name)))
                || Balance().IsMatch(HeaderText.Normalise(filled[0])) => Totals,
            _ when Footer().IsMatch(filled[0]) || IsPageNote(filled) => "页脚 print notes",
            [var alone] when IsSentence(alone) => "页脚 print notes",
            _ when filled.TrueForAll(name => Unit().IsMatch(name)) && (filled.Count > 1 || !char.IsLetter(filled[0][0])
                || filled[0].StartsWith("单位", StringComparison.Ordinal)) => TitlesAndNotes,
            _ => null,
        };
    }

    /// <summary>What a row is that is no data: a title, a label, a line or a note between and behind the rows; null for data.</summary>
    /// <param name="table">The file, at the row.</param>
    /// <param name="labels">Labels that the profile names.</param>
    /// <param name="first">The first cell that says something.</param>
    /// <param name="mapper">Knows whether the row can be staged; then it is data, whatever its words sound like.</param>
    /// <param name="below">The total, where the row stands below one.</param>
    /// <param name="looksLikeData">What <see cref="LooksLikeData"/> says.</param>
    public string? KindOutside(
        TableReader table, LabelFinder labels, ReadOnlySpan<byte> first, RowMapper mapper, TotalCheck? below, bool looksLikeData)
    {
        if (MayBeLine(first) && IsLine(HeaderSearch.NamesOf(table)))
        {
            return "横线 lines";
        }

        if (labels.BeginsRow(table) || (MayBeNote(first) && IsNote(Said(HeaderSearch.NamesOf(table), nothing))))
        {
            return TitlesAndNotes;
        }

        if (IsSumOfFees(table))
        {
            return Totals;
        }

        if (looksLikeData)
        {
            hasRows = true;
            return null;
        }

        // Below the total are print dates and signatures; what has something like an amount there, beside more than its name, is a row of
        // its own, and so is a fee that is named like a total.
        var names = Said(HeaderSearch.NamesOf(table), nothing);
        var isRow = names.Count(name => name.Length > 0) > 2 && signs.HasFigure(table);
        var kind = isRow && signs.NamesFee(table) && !Balance().IsMatch(HeaderText.Normalise(names.First(name => name.Length > 0))) ? null
            : Decoration(names) ?? (signs.IsSumOfSome(table) ? Totals : null)
            ?? (labels.Look(table).Exists(labels.StatesDocument) ? TitlesAndNotes
            : below is not null && !isRow ? "合计以下 notes below the total" : null);
        kind = kind is null || mapper.Fits(table) ? null : kind;
        hasRows |= kind is null;
        return kind;
    }

    /// <summary>Whether a row that was set aside is named as a sum, so that it is no part of one.</summary>
    public bool NamesSum(TableReader table) => signs.NamesSum(table);

    // A row that is named as a sum (扣款合计) and states the sum of the fees above it is no fee of its own.
    private bool IsSumOfFees(TableReader table)
    {
        if (!signs.NamesFee(table))
        {
            feesSince = default;
            return false;
        }

        if (signs.Amount(table) is not { } amount)
        {
            return false;
        }

        if (((feesSince.Rows > 0 && amount == feesSince.Sum) || (fees.Rows > 0 && amount == fees.Sum)) && Sum().IsMatch(signs.Fee(table)))
        {
            feesSince = default;
            return true;
        }

        fees = (fees.Sum + amount, fees.Rows + 1);
        feesSince = (feesSince.Sum + amount, feesSince.Rows + 1);
        return false;
    }

    // What stands alone in its row and is a sentence or a notice, or says that there is nothing where no row is.
    private bool IsSentence(string text) => Notice().IsMatch(text) || NoRows().IsMatch(HeaderText.Normalise(text))
        || (text.AsSpan().IndexOfAny("，。；！？") >= 0 && text.Count(letter => letter is >= '\u4E00' and <= '\u9FFF') >= 8)
        || (!hasRows && text == "无");

    // The names stand where the header has them, at least half of them; behind the last one is at most a page number.
    private static bool IsMostOf(string[] row, string[] names)
    {
        var same = 0;
        for (var at = 0; at < names.Length; at++)
        {
            if (names[at].Length > 0 && !(at < row.Length ? names[at] == row[at] : IsPage(names[at])))
            {
                return false;
            }

            same += at < row.Length && names[at].Length > 0 ? 1 : 0;
        }

        return same > 1 && same * 2 >= row.Count(name => name.Length > 0);
    }

    // 第 | 1 | 页 may be parted over cells. A number alone between dashes or with a slash is a page only where nothing else is in its row.
    private static bool IsPageNote(List<string> filled)
    {
        var text = HeaderText.Normalise(filled[0] is "第" or "共" or "总共" ? string.Concat(filled) : filled[0]);
        return filled.Count == 1 ? IsPage(text) : Page().IsMatch(text);
    }

    private static bool IsPage(string text) => Page().IsMatch(text) || PageAlone().IsMatch(text);

    // The cells without those that say nothing; all of them where no other is left.
    private static string[] Said(string[] names, WordSet nothing)
    {
        var said = Array.ConvertAll(names, name => name.Length > 0 && nothing.Contains(Encoding.UTF8.GetBytes(name)) ? "" : name);
        return Array.TrueForAll(said, name => name.Length == 0) ? names : said;
    }

    // Titles differ in page numbers, print times and the word for going on alone.
    private static string Shape(string[] row) =>
        Digits().Replace(Continued().Replace(string.Join('|', row.Where(cell => cell.Length > 0)), ""), "0");

    private static string[] Normal(string[] row) =>
        [.. row[..(Array.FindLastIndex(row, cell => cell.Length > 0) + 1)].Select(HeaderText.Normalise)];

    [GeneratedRegex(@"^[-=_*+|\u2500-\u257F—━–‐‑\s]{2,}$")]
    private static partial Regex Line();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    // The word alone or with what it totals, or a number behind it: 合计返利 is a fee. What is carried from page to page, too.
    [GeneratedRegex(@"^(?:本页|页|分页|按页|累计|本单|商品|货款|货物|进货|退货|送货|销售|扣款|费用|扣费|门店|分店)?(?:" + TotalNames.Sums + ")" + TotalNames.Behind + @"(?:$|[:(（\d])"
        + @"|^(?:page|sub|grand)-?total:?$|^total:?$|^(?:承前页?|承上页?|接上页|过次页|转次页|转下页|接下页|broughtforward|carriedforward)(?:$|[:(（\d])")]
    private static partial Regex PageTotal();

    // 制单人：李四, Printed by: …; a label of letters and a colon, which no code has.
    [GeneratedRegex(@"^[\p{L}][\p{L}\p{Mn} ()（）/、.]{0,30}[:：]")]
    private static partial Regex Footer();

    // Read without blanks. A count is one of rows only where no word goes on behind it: 5条码费 is a fee.
    [GeneratedRegex(
        @"^[\W_]*(?:第?\d+页|total:?\d+(?:rows?|records?|items?|lines?)|总?共计?:?\d+(?:页|行|条|笔|rows?|records?)|\d+(?:行|条|笔|rows?|records?)(?:$|[^\p{L}]|记录|数据)|page\d+|显示第?\d+\D{1,3}\d+条"
        + @"|以下(?:空白|无)|(?:报表|报告|数据|文件|列表|本页|全文)?(?:结束|完毕|到此为止)[\W_]*$|end(?:ofreport|offile)?\W*$"
        + @"|(?:(?:记录|数据)总|总(?:记录|条|行))数:?\d+$|制单人|制表人|(?:制单|制表|复核|审核|经办)$|备注|(?:打印|导出|制表|生成|下载|查询)(?:日期|时间|人)|printed(?:on|by|at|\d)"
        + @"|\D{0,12}(?:签字|签名|签章|盖章)(?:\W*(?:签字|签名|签章|盖章))?[\W_]*$)|行受影响|rows?\s?affected|rows?\s?in\s?set",
        RegexOptions.IgnoreCase)]
    private static partial Regex Page();

    // What is owed or carried on, by its name alone: 本期应付, 上期结转, 应付合计.
    [GeneratedRegex(@"^(?:本期|上期|本次|本月|上月|期初|期末|实际|累计)?(?:应付|实付|已付|未付|应收|实收|应结|实结|开票|结算|欠款|结余|余额|结转)"
        + @"(?:总?(?:合计|总计|总额|金额|余额|净额|货款|账款|款))?(?:\(.{1,6}\))?:?$")]
    private static partial Regex Balance();

    // The name of a fee that may be a sum of others.
    [GeneratedRegex("(?:" + TotalNames.Sums + "|total)" + TotalNames.Behind + @"(?:\(.{1,8}\))?:?$")]
    private static partial Regex Sum();

    [GeneratedRegex(@"^[\W_]*(?:本(?:单|表|报表|页|联|数据|文件|凭证)|此(?:联|单|表|数据)|该(?:单|表)|以上|以下|上述|如[有对需]|若[有对]|敬?请|烦请"
        + @"|友情提示|温馨提示|特别提示|特此|提示|注意|注\W|说明|声明|数据(?:截止|截至|来源|更新)|截[止至]|统计(?:时间|日期|口径)|更新(?:时间|日期)"
        + @"|第[一二三四五六]联|[白红黄蓝绿粉]联|感谢|谢谢)")]
    private static partial Regex Notice();

    [GeneratedRegex(@"^\W*(?:(?:对不起|抱歉|很遗憾)\W*)?(?:暂?无|没有|未|查无|查询无|no)(?:任何|任何符合条件的|符合条件的?|满足条件的?|相关|匹配的?|有效|可显示的?"
        + @"|查询?到|找到|检索到|matching|matched)*(?:的)?(?:数据|记录|结果|单据|信息|内容|明细|data|records?|results?|rows?|entries)"
        + @"(?:found|available|todisplay|可显示)?\W*$")]
    private static partial Regex NoRows();

    [GeneratedRegex(@"^[(（\[［【]?(?:单位[:：]?)?(?:[盒箱瓶件个袋包提支罐桶只条元天日克升吨%]|万元|千克|公斤|毫升|人民币|kg|g|ml|l|pcs?|ea|ctn|units?|cases?|rmb|cny)"
        + @"(?:/[盒箱瓶件个袋包提支罐桶只条天])?[)）\]］】]?$", RegexOptions.IgnoreCase)]
    private static partial Regex Unit();

    [GeneratedRegex(@"\s*[(（\[【]?\s*(?:续(?:表|页|上页|前页)?|continued|cont\.)\s*\d*\s*[)）\]】]?(?=\||$)", RegexOptions.IgnoreCase)]
    private static partial Regex Continued();

    [GeneratedRegex(@"^(?:[-–—―·•]\d{1,4}[-–—―·•]|[\W_]*(?:\d{1,3}(?:/|of)\d{1,3}|第[一二三四五六七八九十百\d]+[页頁](?:\W?共[一二三四五六七八九十百\d]+[页頁])?|第?\d+/\d+[页頁]"
        + @"|[页頁][次码碼]:?\d+(?:/\d+)?|p\.\d{1,4}(?:/\d{1,4})?|[转轉接承续過过见][上下前次][页頁表]|续[表页]|the\s?end|end|(?:全文)?完|本页空白)[\W_]*)$")]
    private static partial Regex PageAlone();
}
