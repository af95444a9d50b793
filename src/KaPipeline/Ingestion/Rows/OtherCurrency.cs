using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Knows what says in which money the file is, where that is not the yuan: a label outside the table (币种：USD, 单位：万元), or
/// a column of currencies.</summary>
internal static partial class OtherCurrency
{
    private const string Currencies = "币种|币别|货币(?:种类|单位|代码)?|currency(?:code)?";
    private const string Units = @"(?<![\p{L}\p{N}])(?:金额|货币|计价)?单位";

    // Longer words before those that they begin with.
    private const string Money = @"hk\s?\$|us\s?\$|nt\s?\$|hkd|usd|eur|jpy|gbp|twd|ntd|mop|sgd|aud|cad|krw|thb|myr|chf|rub|vnd|php|idr|inr"
        + @"|[$€£]|港币|港元|港幣|美元|美金|欧元|日元|日圆|英镑|新台币|台币|澳门元|澳门币|新加坡元|新币|澳元|加元|韩元|韩币|泰铢|林吉特|瑞士法郎|卢布|越南盾";

    private const string Value = @"(?:(?:人民币|rmb|cny)?\s*(?<unit>[十百千万亿]+元)|(?:" + Money + @")(?:\s*[(\[/]?\s*(?:" + Money + @")\s*[)\]]?)?)(?![\p{L}\p{N}])";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // Told before a cell is read: many rows are skipped, and hardly any speaks of money.
    private static bool MayBeLabel(ReadOnlySpan<byte> cell) => cell.IndexOf("币"u8) >= 0 || cell.IndexOf("单位"u8) >= 0
        || cell.IndexOf("urrency"u8) >= 0 || cell.IndexOf("URRENCY"u8) >= 0 || cell.IndexOf("单 位"u8) >= 0;

    /// <summary>What the current row, outside the table, says of it; null where it says none, or yuan.</summary>
    public static OddContent? Of(TableReader table)
    {
        var label = "";
        for (var at = 0; at < table.CellCount; at++)
        {
            var cell = Cells.Clean(table.Cell(at));
            if (cell.Length is 0 or > 400 || (label.Length == 0 && !MayBeLabel(cell)))
            {
                continue;
            }

            var text = HeaderText.Readable(cell).Normalize(NormalizationForm.FormKC);
            var said = label.Length > 0 ? Alone().Match(text) : Said().Match(text);
            if (said.Success)
            {
                return Odd(table.Sheet, table.RowNumber, label.Length > 0 ? label : said.Groups["label"].Value, said.Value.Trim(), said);
            }

            label = Label().Match(text) is { Success: true } name ? name.Groups["label"].Value : "";
        }

        return null;
    }

    /// <summary>What a line beside the tables of a page says of it; null where it says none, or yuan.</summary>
    public static OddContent? Of(string line) => line.Length <= 400
        && Said().Match(line.Normalize(NormalizationForm.FormKC)) is { Success: true } said
        ? Odd("", 1, said.Groups["label"].Value, said.Value.Trim(), said) : null;

    /// <summary>Places of the columns that say it row by row.</summary>
    public static int[] ColumnsOf(Header header) =>
        [.. Enumerable.Range(0, header.Count).Where(at => Column().IsMatch(HeaderText.Normalise(header.Names[at])))];

    /// <summary>What the current row of a table says of it; null where it says none, or yuan.</summary>
    public static OddContent? OfRow(TableReader table, int[] columns, Header header)
    {
        foreach (var at in columns)
        {
            var cell = Cells.Clean(table.Cell(at));
            if (cell.Length is > 0 and < 100
                && Alone().Match(HeaderText.Readable(cell).Normalize(NormalizationForm.FormKC)) is { Success: true } said)
            {
                return Odd(table.Sheet, table.RowNumber, header.Label(at), HeaderText.Readable(cell), said);
            }
        }

        return null;
    }

    private static OddContent Odd(string sheet, int row, string label, string found, Match said) =>
        new(said.Groups["unit"].Success ? OddRule.OtherUnit : OddRule.OtherCurrency, sheet, row, label, found,
            said.Groups["unit"].Success ? Bilingual.Of("元", "yuan") : Bilingual.Of("人民币", "RMB"), 1);

    // 单位 is a unit of money where a colon or a bracket is behind it; 供货单位：美元贸易公司 is a company.
    [GeneratedRegex(@"(?:(?<label>" + Currencies + @")\s*[:(\[【-]?|(?<label>" + Units + @")\s*[:(\[【])\s*" + Value, Options)]
    private static partial Regex Said();

    [GeneratedRegex(@"^\W*(?<label>(?:结算|交易|计价)?(?:" + Currencies + @")|" + Units + @")\s*:?\W*$", Options)]
    private static partial Regex Label();

    [GeneratedRegex(@"^[(\[【]?\s*" + Value + @"\W*$", Options)]
    private static partial Regex Alone();

    [GeneratedRegex("^(?:结算|交易|计价|settlement)?(?:" + Currencies + ")$", Options)]
    private static partial Regex Column();
}
