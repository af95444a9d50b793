using KaPipeline.Simulation.Files;

namespace KaPipeline.Simulation.Samples;

/// <summary>Sales of before our time, as the workbook of the opening balances that a company fills (docs/opening-balances.md).</summary>
internal static class OpeningFiles
{
    public static IEnumerable<(string Name, byte[] Content)> Of(World world)
    {
        if (world.MonthTotals.Count > 0)
        {
            var sheet = new Sheet("销售");
            sheet.Add("系统", "月份", "门店编号", "产品编号", "未税销售额", "数量");
            foreach (var total in world.MonthTotals)
            {
                sheet.Add(total.Store.ChainId, total.Month, total.Store.Id, total.Product.Id, total.Amount, total.Quantity);
            }

            yield return ("opening/期初8_销售.xlsx", XlsxFile.Write(sheet));
        }
    }
}
