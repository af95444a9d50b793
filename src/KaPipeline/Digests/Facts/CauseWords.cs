namespace KaPipeline.Digests.Facts;

/// <summary>Likely causes of a price anomaly and of a lock, in both languages.</summary>
public static class CauseWords
{
    /// <summary>The words for a cause; empty when none fits, or the evidence says it in the portal's own words.</summary>
    public static (string Zh, string En) Of(string? cause) => cause switch
    {
        null or "unknown" or "portal_reason" => ("", ""),
        "tax_basis" => ("疑含税与不含税混淆", "with and without VAT seem mixed up"),
        "case_price" => ("疑为箱价", "looks like a case price"),
        "neighbour_item" => ("疑为相邻产品价", "price of a neighbour item"),
        "expired_promotion" => ("促销已结束", "promotion has ended"),
        "promotion_not_entered" => ("促销未录入", "promotion was not entered"),
        "order_price_wrong" => ("结算价与约定一致，错在订单", "settled as agreed, the order was wrong"),
        "undelivered_orders" => ("此前连续多单未送达", "undelivered orders before it"),
        "short_deliveries" => ("此前有订单未送或少送", "short deliveries before it"),
        "delisted" => ("系统下架", "delisted by the chain"),
        _ => (cause, cause),
    };
}
