namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>Families of breaks: service costs sales, money costs payment.</summary>
    public static LabelFamily BreakFamily { get; } = new("mart.reconciliation_break.family")
    {
        { "service", "服务差异", "service" },
        { "money", "金额差异", "money" },
    };

    /// <summary>Kinds of breaks, also of those that a deduction's review finds.</summary>
    public static LabelFamily BreakKind { get; } = new("mart.reconciliation_break.kind")
    {
        { "not_delivered", "未送达", "not delivered" },
        { "short_delivered", "少送", "short delivered" },
        { "over_delivered", "多送", "over delivered" },
        { "rejected", "拒收", "rejected" },
        { "unordered_delivery", "无订单送货", "delivered without order" },
        { "duplicate_settlement", "重复结算", "settled twice" },
        { "settled_short", "少结", "settled short" },
        { "settled_over", "多结", "settled over" },
        { "unsettled", "未结算", "unsettled" },
        { "price_difference", "价差", "price difference" },
        { "tax_difference", "税率差", "VAT difference" },
        { "amount_difference", "金额差", "amount difference" },
        { "rounding_difference", "尾差", "rounding" },
        { "receipt_amount_difference", "整单金额差", "receipt amount difference" },
        { "settled_without_delivery", "无送货结算", "settled without delivery" },
        { "return_unmatched", "退货无单", "return without note" },
        { "deduction_not_in_contract", "合同外扣款", "deduction not in contract" },
        { "deduction_over_contract", "超合同扣款", "deduction over contract" },
        { "deduction_not_taken", "应扣未扣", "deduction not taken" },
        { "deduction_without_invoice", "扣款无发票", "deduction without invoice" },
        { "deduction_terms_changed", "合同追溯", "contract terms changed" },
        { "statement_total_off", "对账单合计不符", "statement total off" },
        { "invoice_total_off", "开票金额不符", "invoice total off" },
        { "unexplained", "未解释", "unexplained" },
        { "opening_balance", "期初余额", "opening balance" },
    };

    /// <summary>What the review of a deduction comes to.</summary>
    public static LabelFamily Verdict => field ??= new("mart.deduction_review.verdict")
    {
        { "as_agreed", "符合合同", "as agreed" },
        { "not_judged", "未判断", "not judged" },
        BreakKind,
    };

    /// <summary>How far an order line has come.</summary>
    public static LabelFamily LineStatus { get; } = new("mart.reconciliation_line.status")
    {
        { "open", "待送", "open" },
        { "not_due", "未到结算期", "not due" },
        { "matched", "相符", "matched" },
        { "within_tolerance", "容差内", "within tolerance" },
        { "broken", "有差异", "broken" },
        { "cancelled", "已取消", "cancelled" },
    };

    /// <summary>By what two values are compared. A break of a deduction names the clause of its contract instead.</summary>
    public static LabelFamily Comparison { get; } = new("core.tolerance.measure", "mart.reconciliation_break.rule")
    {
        { "exact", "须相符", "must agree" },
        { "quantity", "数量", "quantity" },
        { "unit_price", "单价", "price" },
        { "line_amount", "行金额", "amount of the line" },
        { "order_total", "订单合计", "total of the order" },
        { "rounding", "尾差", "rounding" },
        { "terms", "合同条款", "contract terms" },
    };

    /// <summary>Kinds of lines of statements and deliveries.</summary>
    public static LabelFamily LineKind { get; } = new("core.statement_line.kind", "core.delivery_line.kind")
    {
        { "goods", "进货", "goods" },
        { "return", "退货", "return" },
        { "deduction", "扣款", "deduction" },
        { "delivery", "送货", "delivery" },
    };

    /// <summary>What our value and theirs of a break of a statement are.</summary>
    public static LabelFamily Compared { get; } = new()
    {
        { "settled_short", "数量", "units" },
        { "settled_over", "数量", "units" },
        { "unsettled", "数量", "units" },
        { "duplicate_settlement", "数量", "units" },
        { "price_difference", "单价", "price" },
        { "tax_difference", "税率", "VAT rate" },
        { "amount_difference", "金额", "RMB" },
        { "rounding_difference", "金额", "RMB" },
        { "receipt_amount_difference", "金额", "RMB" },
        { "settled_without_delivery", "金额", "RMB" },
        { "return_unmatched", "金额", "RMB" },
        { "deduction_not_in_contract", "金额", "RMB" },
        { "deduction_over_contract", "金额", "RMB" },
        { "deduction_not_taken", "金额", "RMB" },
        { "deduction_without_invoice", "金额", "RMB" },
        { "deduction_terms_changed", "金额", "RMB" },
        { "statement_total_off", "金额", "RMB" },
        { "invoice_total_off", "金额", "RMB" },
        { "unexplained", "金额", "RMB" },
    };

    /// <summary>How an order came.</summary>
    public static LabelFamily Origin { get; } = new("core.order_line.origin")
    {
        { "electronic", "电脑订单", "electronic" },
        { "manual", "手工订单", "manual" },
    };

    /// <summary>Figures of a statement that are compared with what was sent.</summary>
    public static LabelFamily SettlementFigure { get; } = new("core.settlement_figure.figure")
    {
        { "expected_payable", "我方应付", "payable by our books" },
        { "stated_payable", "对账单应付", "payable as stated" },
        { "break_total", "差异合计", "sum of breaks" },
    };

    /// <summary>Figures of a month that are compared with what was sent.</summary>
    public static LabelFamily MonthFigure { get; } = new("core.month_figure.figure")
    {
        { "ordered_quantity", "订货数量", "units ordered" },
        { "received_quantity", "收货数量", "units received" },
        { "open_amount", "未收金额", "amount open" },
        { "overdue_amount", "逾期金额", "amount overdue" },
    };
}
