namespace KaPipeline.Reports.Facts;

/// <summary>Likely causes of a price anomaly, in both languages.</summary>
public static class CauseWords
{
    /// <summary>The words for a cause; empty when none fits.</summary>
    public static (string Zh, string En) Of(string? cause) => cause switch
    {
        null => ("", ""),
        "tax_basis" => ("疑含税与不含税混淆", "with and without VAT seem mixed up"),
        "case_price" => ("疑为箱价", "looks like a case price"),
        "neighbour_item" => ("疑为相邻产品价", "price of a neighbour item"),
        "expired_promotion" => ("促销已结束", "promotion has ended"),
        "promotion_not_entered" => ("促销未录入", "promotion was not entered"),
        _ => (cause, cause),
    };
}
