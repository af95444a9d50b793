using KaPipeline.Labels;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    private static IReadOnlyList<BusinessList> OfReceivables =>
    [
        new("receivables",
            "seen.receivable_ageing as figure left join (select chain_id, statement_number, invoice_number, min(next_on) as next_on "
            + "from seen.receivable_next_step as step where kind <> 'reconciliation' group by chain_id, statement_number, invoice_number) as step "
            + "on step.chain_id = figure.chain_id and step.statement_number = figure.statement_number "
            + "and step.invoice_number is not distinct from figure.invoice_number",
            [
                Chain(), Text("account_id", "figure.account_id"),
                new("statement_number", "figure.statement_number") { Link = "/statements/{chain_id}/{statement_number}" },
                Text("invoice_number", "nullif(figure.invoice_number, '')"), Day("period_to", "figure.period_to"),
                Codes("stage", "figure.stage", Label.ReceivableStage), Money("payable_amount", "figure.amount"),
                Money("paid_amount", "figure.paid_amount"),
                Money("open_amount", "figure.open_amount"), Day("payable_on", "figure.payable_on"), Day("next_on", "step.next_on"),
                Count("days_overdue", "nullif(greatest(figure.days_overdue, 0), 0)"), Codes("bucket", "figure.bucket", Label.Bucket),
                Yes("waits_for_us", "figure.waits_for_us"), Day("payable_week", "figure.payable_week"), .. Source,
            ],
            "days_overdue desc nulls last, payable_on nulls last, chain_id, statement_number, invoice_number")
        {
            Kind = new("figure.stage", Label.ReceivableStage), Tick = "figure.waits_for_us", TickHeading = "waits_for_us",
            Totals =
            [
                new("open_amount", "sum(open_amount)"),
                new("overdue_amount", "coalesce(sum(open_amount) filter (where stage = 'overdue'), 0)", BadSide: 1),
                new("waits_for_us_amount", "coalesce(sum(open_amount) filter (where waits_for_us is not null), 0)"),
            ],
            Charts =
            [
                new("open_by_bucket", "bucket", "sum(open_amount)")
                    { Order = "array_position(array['not_due', '1-30', '31-60', '61-90', 'over_90'], bucket)" },
                new("expected_cash", "payable_week",
                    "sum(open_amount) filter (where payable_week is not null)") { Order = "label nulls last" },
            ],
            Evidence = [SourceRow],
        },
    ];
}
