using KaPipeline.Labels;


namespace KaPipeline.Digests.Facts;

/// <summary>What people call the kinds of breaks, lock levels and price rules, in both languages.</summary>
public static class BreakWords
{
    /// <summary>How totals over several statements count, for the notes of the workbooks.</summary>
    public const string CarriedOnce =
        "未结余额在每张对账单上重复出现（结转），合计只计账户最新一张，应付、差额、结转不加总。 An open rest shows on each statement until settled (carried); totals count it on the newest alone: expected, differences, carried are not added up.";

    private static readonly Dictionary<string, (string Zh, string En)> Words = new(StringComparer.Ordinal)
    {
        ["not_delivered"] = ("未送达", "Not delivered"),
        ["short_delivered"] = ("少送", "Short delivered"),
        ["over_delivered"] = ("多送", "Over delivered"),
        ["rejected"] = ("拒收", "Rejected"),
        ["unordered_delivery"] = ("无订单送货", "Delivered without order"),
        ["duplicate_settlement"] = ("重复结算", "Settled twice"),
        ["settled_short"] = ("少结", "Settled short"),
        ["settled_over"] = ("多结", "Settled over"),
        ["unsettled"] = ("未结算", "Unsettled"),
        ["price_difference"] = ("价差", "Price difference"),
        ["tax_difference"] = ("税率差", "VAT difference"),
        ["amount_difference"] = ("金额差", "Amount difference"),
        ["rounding_difference"] = ("尾差", "Rounding"),
        ["receipt_amount_difference"] = ("整单金额差", "Receipt amount difference"),
        ["settled_without_delivery"] = ("无送货结算", "Settled without delivery"),
        ["return_unmatched"] = ("退货无单", "Return without note"),
        ["deduction_not_in_contract"] = ("合同外扣款", "Deduction not in contract"),
        ["deduction_over_contract"] = ("超合同扣款", "Deduction over contract"),
        ["deduction_not_taken"] = ("应扣未扣", "Deduction not taken"),
        ["deduction_without_invoice"] = ("扣款无发票", "Deduction without invoice"),
        ["deduction_terms_changed"] = ("合同追溯", "Contract terms changed"),
        ["as_agreed"] = ("符合合同", "As agreed"),
        ["not_judged"] = ("未判断", "Not judged"),
        ["statement_total_off"] = ("对账单合计不符", "Statement total off"),
        ["invoice_total_off"] = ("开票金额不符", "Invoice total off"),
        ["unexplained"] = ("未解释", "Unexplained"),
        ["locked"] = ("已锁码", "Locked"),
        ["suspected"] = ("疑似锁码", "Suspected lock"),
        ["at_risk"] = ("锁码风险", "At risk of lock"),
        ["order_price_off_contract"] = ("订单价不符合同", "Order price off contract"),
        ["promotion_not_restored"] = ("促销价未恢复", "Promotion price not restored"),
        ["promotion_not_applied"] = ("促销价未执行", "Promotion price not applied"),
        ["settlement_price_off_order"] = ("结算价不符订单", "Settlement price off order"),
        ["below_price_floor"] = ("低于统一价底线", "Below price floor"),
        ["spread_across_chains"] = ("系统间价差过大", "Price spread across chains"),
        ["outlier"] = ("价格偏离常态（统计）", "Price far from usual (statistical)"),
        ["retail_off_plan"] = ("零售价偏离计划", "Retail price off plan"),
        ["held"] = ("缺列待处理", "Held: column missing"),
        ["implausible"] = ("内容可疑待放行", "Held: implausible"),
        ["refused"] = ("文件不完整", "Refused: cut off"),
        ["late"] = ("迟到", "Late"),
        ["missing"] = ("未到", "Missing"),
        ["thin"] = ("行数异常少（实到 / 同星期通常）", "Few rows (came / usual on that weekday)"),
        ["orders"] = ("订单", "orders"),
        ["deliveries"] = ("送货", "deliveries"),
        ["statements"] = ("对账单", "statements"),
        ["item_status"] = ("商品状态", "item status"),
        ["sales"] = ("销售", "sales"),
    };

    /// <summary>The word for a kind; an unknown kind shows as it is stored.</summary>
    public static string Of(string kind, Language language) => Words.TryGetValue(kind, out var word) ? language.Say(word.Zh, word.En)
        : kind;

    /// <summary>Both languages beside each other, for workbooks.</summary>
    public static string Both(string kind) => Words.TryGetValue(kind, out var word) ? $"{word.Zh} {word.En}" : kind;

    /// <summary>What is compared in a break of a statement: the unit of our value and theirs.</summary>
    public static (string Zh, string En) Compared(string kind) => kind switch
    {
        "settled_short" or "settled_over" or "unsettled" or "duplicate_settlement" => ("数量", "units"),
        "price_difference" => ("单价", "price"),
        "tax_difference" => ("税率", "VAT rate"),
        _ => ("金额", "RMB"),
    };

    /// <summary>All kinds that have words.</summary>
    public static IEnumerable<string> Known => Words.Keys;
}
