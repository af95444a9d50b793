using KaPipeline.Ingestion.Tables;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Knows a label outside the table that says in which currency the file is, where that is another one than RMB.</summary>
internal static class OtherCurrency
{
    private static readonly HashSet<string> Labels =
        ["币种", "币别", "货币", "结算币种", "结算货币", "结算币别", "currency", "settlementcurrency"];

    private static readonly WordSet Others = new(
    [
        "HKD", "HK$", "港币", "港元", "港幣", "USD", "US$", "$", "美元", "美金", "EUR", "€", "欧元", "JPY", "日元", "日圆", "GBP", "£", "英镑", "TWD",
        "NTD", "NT$", "台币", "新台币", "MOP", "澳门元", "澳门币", "SGD", "新加坡元", "新币", "AUD", "澳元", "CAD", "加元", "KRW", "韩元", "韩币", "THB", "泰铢",
        "MYR", "林吉特", "CHF", "瑞士法郎", "RUB", "卢布", "VND", "越南盾", "PHP", "IDR", "INR",
    ]);

    // Told before a cell is read: many rows are skipped, and hardly any speaks of money.
    private static bool MayBeLabel(ReadOnlySpan<byte> cell) =>
        cell.IndexOf("币"u8) >= 0 || cell.IndexOf("urrency"u8) >= 0 || cell.IndexOf("URRENCY"u8) >= 0;

    /// <summary>What the current row says of it; null where it says none, or RMB.</summary>
    public static OddContent? Of(TableReader table)
    {
        var label = "";
        for (var at = 0; at < table.CellCount; at++)
        {
            var cell = Cells.Clean(table.Cell(at));
            if (cell.Length is 0 or > 200 || (label.Length == 0 && !MayBeLabel(cell)))
            {
                continue;
            }

            var text = HeaderText.Normalise(cell);
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? text : text[..colon];
            var value = label.Length > 0 ? text : Labels.Contains(name) && colon > 0 ? text[(colon + 1)..] : "";
            if (value.Length > 0 && Others.Contains(System.Text.Encoding.UTF8.GetBytes(value)))
            {
                return new OddContent(OddRule.OtherCurrency, table.Sheet, table.RowNumber, label.Length > 0 ? label : name,
                    HeaderText.Readable(cell), Bilingual.Of("人民币", "RMB"), 1);
            }

            label = Labels.Contains(name) && (colon < 0 || colon == text.Length - 1) ? name : "";
        }

        return null;
    }
}
