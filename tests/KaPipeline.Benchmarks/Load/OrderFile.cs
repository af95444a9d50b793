using System.Globalization;
using System.Text;

namespace KaPipeline.Benchmarks.Load;

/// <summary>An order file of a given length in the layout of the sample chain dingfeng; and the same lines without title and total row,
/// since <c>\copy</c> cannot read those.</summary>
internal static class OrderFile
{
    public const int LinesPerOrder = 20;

    /// <summary>Name that the chain's profile knows it by.</summary>
    public const string Name = "鼎丰_订单_20260501.csv";

    private const string Header = "订单号,门店编号,门店名称,订货日期,要求送货日期,商品编码,商品条码,商品名称,规格,箱入数,订货数量,订货单位,未税进价,未税金额";

    /// <summary>Columns for a table that takes the file as it is.</summary>
    public const string Columns =
        """
        order_number text collate "C" not null, store_id text collate "C" not null, store_name text, ordered_on date not null, requested_on date not null,
        item_number text collate "C", barcode text collate "C", product_name text, size text, pack_size int, units numeric, unit text, unit_price numeric, amount numeric
        """;

    /// <summary>Writes one.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="rows">How many lines.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="isPortal">With the portal's title rows and total row; without them it is a plain table.</param>
    /// <param name="firstOrder">Number of its first order.</param>
    /// <param name="badEvery">Every so many lines the quantity is no number; 0 for never.</param>
    public static void Write(string path, int rows, Encoding encoding, bool isPortal, int firstOrder = 0, int badEvery = 0)
    {
        using var writer = new StreamWriter(path, false, encoding, 1 << 16) { NewLine = "\n" };
        if (isPortal)
        {
            writer.WriteLine("鼎丰超市供应商订单明细");
            writer.WriteLine("供应商：100387,制表日期：2026-05-01");
        }

        writer.WriteLine(Header);
        var (quantity, amounts) = (0L, 0m);
        for (var row = 0; row < rows; row++)
        {
            var order = firstOrder + (row / LinesPerOrder);
            var item = row % LinesPerOrder;
            var units = 12 * (1 + ((order + item) % 9));
            var date = new DateOnly(2026, 5, 1).AddDays(order % 28);
            var amount = Math.Round(units * (1.5m + (item * 0.0371m)), 2, MidpointRounding.AwayFromZero);
            var isBad = badEvery > 0 && row % badEvery == 7;
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"DF{order:D11},{order % 100:D4},鼎丰上海第{order % 100}店,{date:yyyy-MM-dd},{date.AddDays(2):yyyy-MM-dd},{item:D6},69012340{item:D5},原味优酸乳{item},250ml*24,24,{(isBad ? "n/a!" : units)},盒,{1.5m + (item * 0.0371m):F4},{amount:F2}"));
            quantity += isBad ? 0 : units;
            amounts += amount;
        }

        if (isPortal)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"合计,,,,,,,,,,\"{quantity:N0}\",,,\"{amounts:N2}\""));
        }
    }
}
