namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>Kinds of contract terms.</summary>
    public static LabelFamily TermKind { get; } = new("core.contract_term.kind")
    {
        { "percentage", "按比例", "percentage" },
        { "unconditional_rebate", "无条件返利", "unconditional rebate" },
        { "tiered_rebate", "有条件返利", "conditional rebate" },
        { "fixed", "固定费用", "fixed fee" },
    };

    /// <summary>For what a term is taken once.</summary>
    public static LabelFamily TermPer { get; } = new("core.contract_term.per", "core.contract_term.cap_per")
    {
        { "statement", "每张对账单", "per statement" },
        { "month", "每月", "per month" },
        { "year", "每年", "per year" },
    };

    /// <summary>What a percentage is of.</summary>
    public static LabelFamily TermBase { get; } = new("core.contract_term.base")
    {
        { "goods_less_returns", "货款减退货", "goods less returns" },
        { "goods", "货款", "goods" },
    };

    /// <summary>Whether an amount or price holds VAT.</summary>
    public static LabelFamily Basis { get; } = new(
        "core.contract_term.basis", "core.order_line.printed_basis", "core.price.basis", "core.promotion.basis",
        "core.settlement_account.statement_basis")
    {
        { "including", "含税", "VAT included" },
        { "excluding", "不含税", "VAT excluded" },
    };

    /// <summary>How a deduction is taken.</summary>
    public static LabelFamily DeductionMode { get; } = new("core.contract_term.deduction_mode", "core.statement_line.deduction_mode")
    {
        { "on_account", "账扣", "on account" },
        { "on_invoice", "票扣", "on invoice" },
        { "paid_apart", "交款", "paid apart" },
    };

    /// <summary>From when the payment term runs.</summary>
    public static LabelFamily SettlementMode { get; } = new("core.contract.settlement_mode")
    {
        { "cash", "现结", "cash" },
        { "goods_days", "货到N天", "days after goods" },
        { "invoice_days", "票到N天", "days after invoice" },
        { "monthly_days", "月结N天", "monthly, plus days" },
    };

    /// <summary>Types of contracts.</summary>
    public static LabelFamily ContractType { get; } = new("core.contract.contract_type")
    {
        { "purchase_and_sale", "购销", "purchase and sale" },
        { "consignment", "代销", "consignment" },
        { "exclusive", "包销", "exclusive distribution" },
    };

    /// <summary>By which price a chain settles.</summary>
    public static LabelFamily PriceBasis { get; } = new("core.chain.price_basis")
    {
        { "contract", "按合同价", "contract price" },
        { "order", "按订单价", "order price" },
    };

    /// <summary>What a row of a pack of evidence says of itself, beside fees and free text.</summary>
    public static LabelFamily EvidencePart => field ??= new()
    {
        LineKind,
        Basis,
        DeductionMode,
        TermKind,
        { "per_statement", "每张对账单", "per statement" },
        { "per_month", "每月", "per month" },
        { "per_year", "每年", "per year" },
    };
}
