using System.Globalization;
using System.Text;

namespace KaPipeline.Benchmarks.Load;

/// <summary>An order file of a given length in the layout of the sample chain dingfeng, without title rows, so that <c>\copy</c> can read it too.</summary>
internal static class OrderFile
{
    public const int LinesPerOrder = 20;

    private const string Header = "订单号,门店编号,门店名称,订货日期,要求送货日期,商品编码,商品条码,商品名称,规格,箱入数,订货数量,订货单位,未税进价,未税金额";

    /// <summary>Columns for a table that takes the file as it is.</summary>
    public const string Columns =
        """
        order_number text collate "C" not null, store_id text collate "C" not null, store_name text, ordered_on date not null, requested_on date not null,
        item_number text collate "C", barcode text collate "C", product_name text, size text, pack_size int, units numeric, unit text, unit_price numeric, amount numeric
        """;

    public static void Write(string path, int rows, Encoding encoding, int firstOrder = 0)
    {
        using var writer = new StreamWriter(path, false, encoding, 1 << 16) { NewLine = "\n" };
        writer.WriteLine(Header);
        for (var row = 0; row < rows; row++)
        {
            var order = firstOrder + (row / LinesPerOrder);
            var item = row % LinesPerOrder;
            var units = 12 * (1 + ((order + item) % 9));
            var date = new DateOnly(2026, 5, 1).AddDays(order % 28);
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"DF{order:D11},{order % 100:D4},鼎丰上海第{order % 100}店,{date:yyyy-MM-dd},{date.AddDays(2):yyyy-MM-dd},{item:D6},69012340{item:D5},原味优酸乳{item},250ml*24,24,{units},盒,{1.5m + (item * 0.0371m):F4},{units * (1.5m + (item * 0.0371m)):F2}"));
        }
    }
}
