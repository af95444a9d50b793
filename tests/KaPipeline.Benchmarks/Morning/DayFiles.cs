using System.Globalization;
using System.Text;

namespace KaPipeline.Benchmarks.Morning;

/// <summary>The two files of one day, in the layout of the sample chain dingfeng: as many delivery lines as order lines.</summary>
internal static class DayFiles
{
    private const int LinesPerOrder = 20;

    /// <summary>Writes both; one line in twenty arrives short, one in two hundred is priced wrong.</summary>
    public static void Write(string folder, DateOnly day, int lines)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding("GB18030");
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var stamp = day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        using var orders = new StreamWriter(Path.Combine(folder, $"鼎丰_订单_{stamp}.csv"), false, encoding) { NewLine = "\n" };
        using var deliveries = new StreamWriter(Path.Combine(folder, $"鼎丰_送货_{stamp}.csv"), false, encoding) { NewLine = "\n" };
        orders.WriteLine("订单号,门店编号,门店名称,订货日期,要求送货日期,商品编码,商品条码,商品名称,规格,箱入数,订货数量,订货单位,未税进价,未税金额");
        deliveries.WriteLine("送货单号,单据类型,订单号,门店编号,门店名称,送货日期,签收日期,商品编码,商品名称,箱入数,送货数量,实收数量,单位");
        var (received, amount) = (0, 0m);
        for (var row = 0; row < lines; row++)
        {
            var order = row / LinesPerOrder;
            var (store, item) = (order % 2100, ((order / 2100 * LinesPerOrder) + (row % LinesPerOrder)) % 50);
            var got = row % 20 == 7 ? 12 : 24;
            var price = row % 200 == 3 ? 9.5m : 10m;
            received += got;
            amount += 24 * price;
            orders.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"DF{stamp}{order:D6},{store:D4},第{store}店,{date},{date},{item:D6},69012340{item:D5},原味优酸乳{item},250ml*24,24,24,盒,{price:F4},{24 * price:F2}"));
            deliveries.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"DN{stamp}{order:D6},送货单,DF{stamp}{order:D6},{store:D4},第{store}店,{date},{date},{item:D6},原味优酸乳{item},24,24,{got},盒"));
        }

        orders.WriteLine(string.Create(CultureInfo.InvariantCulture, $"合计,,,,,,,,,,{24 * lines},,,{amount:F2}"));
        deliveries.WriteLine(string.Create(CultureInfo.InvariantCulture, $"合计,,,,,,,,,,{24 * lines},{received},"));
    }
}
