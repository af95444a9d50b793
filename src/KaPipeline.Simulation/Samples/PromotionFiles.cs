namespace KaPipeline.Simulation.Samples;

/// <summary>Promotions' plans (促销方案) and special fees (专项费用), with the columns of our own templates.</summary>
internal static class PromotionFiles
{
    public static IEnumerable<(string Name, string Content)> Of(World world)
    {
        var promotions = PromotionPlans.Planned(world).ToList();
        if (promotions.Count == 0)
        {
            yield break;
        }

        yield return (Text.Of($"master/促销方案_{world.From:yyyyMMdd}.csv"), CsvText.Of(
            ["系统编号 Chain", "促销编号 Promotion", "目的 Purpose", "门店编号 Stores", "力度 Offer", "目标供货额 Goal", "费用预算 Budget", "我方承担% Ours",
            "系统承担% Chain", "经销商承担% Dealer", "批准日 Approved", "财务备案日 Filed with finance", "准备完成日 Ready",
            "执行考核日 Judged", "执行考核金额 Badly run RMB", "考核经销商 Dealer charged", "经销商考核金额 Dealer RMB"],
            promotions.Select(one => (string[])
            [
                one.ChainId, one.Id, one.Kind == "poster" ? "海报档期拉动销量" : "店内堆头清库存", "",
                Text.Of($"特价 {one.RetailPrice:0.00} 元"), one.Kind == "poster" ? "10000.00" : "19000.00", Text.Of(PromotionPlans.Budget, "0.00"), "60", "20", "20",
                Text.Of(one.FiledOn?.AddDays(3)), Text.Of(one.FiledOn?.AddDays(5)), Text.Of(PromotionPlans.ReadyOn(world, one)),
                .. Judgement(world, one),
            ])));
        yield return (Text.Of($"master/专项费用_{world.From:yyyyMMdd}.csv"), CsvText.Of(
            ["系统编号 Chain", "申请编号 Number", "预算月份 Month", "促销编号 Promotion", "用途 Purpose", "申请日 Applied", "申请金额 Applied RMB", "批准日 Approved",
            "批准金额 Approved RMB", "发生日 Spent", "实际金额 Spent RMB", "发票号 Invoice", "开票日 Invoiced", "开票金额 Invoiced RMB", "付款日 Paid",
            "付款金额 Paid RMB"],
            PromotionPlans.Fees(world).Select(fee => new[]
            {
                fee.Promotion.ChainId, fee.Number, Text.Of(fee.Month), fee.Promotion.Id,
                fee.Promotion.Kind == "poster" ? "海报与端架" : "堆头", Text.Of(fee.AppliedOn), Text.Of(fee.Applied, "0.00"),
                Text.Of(fee.ApprovedOn), Text.Of(fee.Approved, "0.00"), Text.Of(fee.SpentOn), Text.Of(fee.Spent, "0.00"), fee.Invoice,
                Text.Of(fee.InvoicedOn), fee.InvoicedOn is null ? "" : Text.Of(fee.Spent, "0.00"), Text.Of(fee.PaidOn),
                fee.PaidOn is null ? "" : Text.Of(fee.Spent, "0.00"),
            })));
    }

    private static string[] Judgement(World world, Promotion promotion) => PromotionPlans.IsBadlyRun(world, promotion)
        ? [Text.Of(PromotionPlans.JudgedOn(promotion)), Text.Of(PromotionPlans.BadlyRun), "", ""] : ["", "", "", ""];
}
