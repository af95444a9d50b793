using KaPipeline.Digests.Facts;
using KaPipeline.Labels;

namespace KaPipeline.Claims.Evidence;

/// <summary>What the stored words of a pack mean, in both languages: it is read outside the house.</summary>
internal static class EvidenceWords
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        // by what values are compared; how much of a difference we let pass is ours alone
        ["exact"] = "须相符 must agree", ["quantity"] = "数量 quantity", ["unit_price"] = "单价 price",
        ["line_amount"] = "行金额 amount of the line", ["order_total"] = "订单合计 total of the order", ["rounding"] = "尾差 rounding",
        ["terms"] = "合同条款 contract terms",
        // kinds of rows and terms
        ["goods"] = "进货 goods", ["return"] = "退货 return", ["deduction"] = "扣款 deduction", ["delivery"] = "送货 delivery",
        ["including"] = "含税 VAT included", ["excluding"] = "不含税 VAT excluded",
        ["on_account"] = "账扣 on account", ["on_invoice"] = "票扣 on invoice", ["paid_apart"] = "交款 paid apart",
        ["percentage"] = "按比例 percentage", ["fixed"] = "固定 fixed", ["unconditional_rebate"] = "无条件返利 unconditional rebate",
        ["tiered_rebate"] = "有条件返利 tiered rebate",
        ["per_statement"] = "每张对账单 per statement", ["per_month"] = "每月 per month", ["per_year"] = "每年 per year",
        // reports
        ["orders"] = "订单 orders", ["deliveries"] = "送货 deliveries", ["statements"] = "对账单 statements", ["prices"] = "价格表 price list",
        ["promotions"] = "促销 promotions", ["contracts"] = "合同 contracts", ["contract_terms"] = "合同条款 contract terms",
        ["fee_texts"] = "费用名称 fee texts",
        ["invoices"] = "发票 invoices", ["payments"] = "付款 payments",
        // a case's steps and states
        ["open"] = "立案 opened", ["adjust"] = "金额调整 adjusted", ["send"] = "提交系统 sent to the chain", ["sent"] = "已提交 sent",
            ["agree"] = "系统同意 agreed",
        ["agreed"] = "已同意 agreed", ["refuse"] = "系统拒绝 refused", ["refused"] = "已拒绝 refused", ["credit"] = "补回到账 credited",
        ["credited"] = "已补回 credited",
        ["write_off"] = "核销 written off", ["written_off"] = "已核销 written off", ["reopen"] = "重开 reopened", ["clear"] = "消除 cleared",
        ["cleared"] = "已消除 cleared",
        ["assign"] = "指派 assigned", ["note"] = "备注 note", ["receive_invoice"] = "收到发票 invoice received",
        ["settle"] = "应退已结清 what was owed is settled",
    };

    /// <summary>The stored words of rules by which two values are compared.</summary>
    public static IReadOnlyList<string> Tolerances { get; } =
        ["exact", "quantity", "unit_price", "line_amount", "order_total", "rounding", "terms"];

    /// <summary>A stored word in words; free text stays as it is.</summary>
    public static string? Of(string? stored) => stored is null ? null : Words.GetValueOrDefault(stored, stored);

    /// <summary>What a row says: stored words and fee codes in words, the rest as it stands.</summary>
    public static string Of(string says, Names names) => string.Join(' ', says.Split('\u001f').Select(part =>
        Words.TryGetValue(part, out var word) ? word : names.Fee(part, Language.Chinese) is var fee
        && fee != names.Fee("", Language.Chinese) ? fee : part));
}
