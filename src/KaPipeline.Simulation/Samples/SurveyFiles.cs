namespace KaPipeline.Simulation.Samples;

/// <summary>Surveys (店内调查) and summaries of work (工作总结) with the columns of our own templates, a file on the evening of each day on
/// which somebody handed them in.</summary>
internal static class SurveyFiles
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["competitor"] = "竞品 competitor", ["promotion"] = "促销 promotion", ["own_stock"] = "商品库存 our stock", ["gift"] = "赠品库存 gift",
    };

    public static IEnumerable<(string Name, DateOnly Day, string Content)> Of(World world)
    {
        foreach (var day in StoreSurveys.Of(world).GroupBy(one => one.HandedInOn).OrderBy(group => group.Key))
        {
            yield return (Text.Of($"master/店内调查_{day.Key:yyyyMMdd}.csv"), day.Key, CsvText.Of(
                ["系统编号 Chain", "门店编号 Store", "月份 Month", "种类 Kind", "名称 Name", "我方产品 Our product", "填报人 Person", "零售价 Price",
                "库存数量 Stock", "竞品月销售额 Sales RMB", "说明 Note"],
                day.Select(one => new[]
                {
                    one.Store.ChainId, one.Store.Id, Text.Of(one.Month), Words[one.Kind], one.Name, one.ProductId, one.Person,
                    Amount(one.Price), Amount(one.Quantity), Amount(one.Sales), one.Note,
                })));
        }

        foreach (var day in StoreSurveys.Summaries(world).GroupBy(one => one.HandedInOn).OrderBy(group => group.Key))
        {
            yield return (Text.Of($"master/工作总结_{day.Key:yyyyMMdd}.csv"), day.Key, CsvText.Of(
                ["工号 Person", "月份 Month", "销售额 Sales RMB", "回款额 Received RMB", "竞品动态 Competitors", "总结 Summary"],
                day.Select(one => new[]
                {
                    one.Person, Text.Of(one.Month), Text.Of(one.Sales, "0.00"), Text.Of(one.Received, "0.00"), one.Competitors, one.Summary,
                })));
        }
    }

    private static string Amount(decimal? amount) => amount is { } value ? Text.Of(value, "0.00") : "";
}
