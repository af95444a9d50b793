using KaPipeline.Labels;
using KaPipeline.Workbooks;

namespace KaPipeline.Lists;

public static partial class BusinessLists
{
    private const string FeeText = "coalesce(nullif(figure.fee_text, ''), figure.fee_code)";

    private static IReadOnlyList<BusinessList> OfContracts =>
    [
        new("deductions", "seen.deduction_review as figure join seen.statement as head on head.chain_id = figure.chain_id "
            + "and head.statement_number = figure.statement_number "
            + "and core.is_known(head.arrived_at, head.recorded_at, head.superseded_at, head.superseded_recorded_at)",
            [
                Chain(), new("statement_number", "figure.statement_number") { Link = "/statements/{chain_id}/{statement_number}" },
                Day("period_to", "head.period_to"), new("fee_text", "figure.fee_text") { Heading = "fee_printed" },
                new("fee_code", "figure.fee_code") { Names = NamedAs.Fee, Heading = "fee_named" },
                Codes("deduction_mode", "figure.deduction_mode", Label.DeductionMode), Codes("verdict", "figure.verdict", Label.Verdict),
                Money("stated_amount", "figure.stated_amount"), Money("expected_amount", "figure.expected_amount"),
                Money("for_us", "nullif(greatest(figure.difference, 0), 0)"),
                Money("against_us", "nullif(greatest(-figure.difference, 0), 0)", badSide: 1),
                Money("at_stake_amount", "case when figure.difference = 0 then nullif(figure.at_stake_amount, 0) end"),
                Text("contract_id", "figure.contract_id"), Text("clause", "figure.clause"),
                new("formula", "figure.formula") { EnglishSql = "figure.formula_en" }, .. Source,
                Hidden("line_key", "figure.line_number || '/' || figure.part_number"),
            ],
            "for_us desc nulls last, against_us desc nulls last, chain_id, statement_number, line_key, fee_text")
        {
            Month = "date_trunc('month', head.period_to)::date", IsOfAllMonths = true, Kind = new("figure.verdict", Label.Verdict),
            Totals =
            [
                new("stated_amount", "sum(stated_amount)"), new("for_us", "coalesce(sum(for_us), 0)"),
                new("against_us", "coalesce(sum(against_us), 0)", BadSide: 1), new("at_stake_amount", "coalesce(sum(at_stake_amount), 0)"),
            ],
            Charts = [new("taken_by_fee", "fee_code", "-sum(stated_amount)"), new("for_us_by_verdict", "verdict", "sum(for_us)") ],
            Evidence = [SourceRow],
        },
        new("terms-changed", "seen.deduction_terms_changed as figure join seen.statement as head on head.chain_id = figure.chain_id "
            + "and head.statement_number = figure.statement_number and head.period_to <= core.as_of() "
            + "and core.is_known(head.arrived_at, head.recorded_at, head.superseded_at, head.superseded_recorded_at)",
            [
                Chain(), new("statement_number", "figure.statement_number") { Link = "/statements/{chain_id}/{statement_number}" },
                new("fee_text", "nullif(figure.fee_text, '')") { Heading = "fee_printed" },
                new("fee_code", "figure.fee_code") { Names = NamedAs.Fee, Heading = "fee_named" },
                Money("stated_amount", "figure.stated_amount"), Money("old_amount", "figure.old_amount"),
                Money("new_amount", "figure.new_amount"), Money("for_us", "nullif(greatest(figure.amount, 0), 0)"),
                Money("against_us", "nullif(greatest(-figure.amount, 0), 0)", badSide: 1),
                Text("old_contract_id", "figure.old_contract_id"), Text("old_clause", "figure.old_clause"),
                Text("new_contract_id", "figure.new_contract_id"), Text("new_clause", "figure.new_clause"), .. Source,
                Hidden("line_key", "concat_ws('/', figure.line_number, figure.part_number)"),
            ],
            "for_us desc nulls last, against_us desc nulls last, chain_id, statement_number, line_key, fee_code")
        {
            // Until its claim is closed, as in the close.
            Where = """
                not exists (
                  select from seen.claim as claim join seen.claim_appearance as shown using (case_id)
                  where claim.chain_id = figure.chain_id and claim.fee_code = figure.fee_code and shown.kind = figure.kind
                    and shown.statement_number = figure.statement_number and claim.state in ('credited', 'written_off', 'cleared'))
                """,
            Totals = [new("for_us", "coalesce(sum(for_us), 0)"), new("against_us", "coalesce(sum(against_us), 0)", BadSide: 1)],
            Charts = [new("for_us_by_fee", "fee_code", "sum(for_us)")], Evidence = [SourceRow],
        },
        new("fees", "seen.fee_ratio as figure",
            [
                Chain(), new("fee_code", "figure.fee_code") { Names = NamedAs.Fee, Heading = "fee_named" },
                Count("line_count", "figure.line_count", true),
                Money("fee_amount", "figure.fee_amount"), Money("goods_amount", "figure.goods_amount", false),
                Share("fee_share", "figure.fee_share"),
            ],
            "chain_id, fee_amount desc nulls last, fee_code")
        {
            Month = "figure.month",
            Totals = [new("fee_amount", "sum(fee_amount)")],
            Charts =
            [
                new("fee_share_by_chain", "chain_id", "sum(fee_amount) / nullif(max(goods_amount), 0)", ColumnKind.Percent),
                new("fees_by_month", "month", "sum(fee_amount)") { IsOverMonths = true, Order = "label", Most = 13 },
            ],
            Evidence = [("where_from", "/trace/fee_ratio?chain_id={chain_id}&fee_code={fee_code}")],
        },
        new("contracts", "seen.clause_by_calendar_year as figure",
            [
                Chain(), Count("year", "figure.year"), Text("contract_id", "figure.contract_id"), Text("account_id", "figure.account_id"),
                Text("clause", "figure.clause"),
                new("fee_code", "figure.fee_code") { Names = NamedAs.Fee, Heading = "fee_named" },
                Codes("term_kind", "figure.kind", Label.TermKind),
                Codes("per", "figure.per", Label.TermPer), Share("pct", "figure.pct / 100"), Money("fixed_amount", "figure.amount", false),
                Money("cap_amount", "figure.cap_amount", false), Money("tier_from", "figure.tier_from", false),
                Share("tier_pct", "figure.tier_pct / 100"),
                Money("sales_amount", "figure.sales_amount", false), Yes("is_reached", "figure.is_reached"),
                Money("accrued_amount", "figure.accrued_amount", false),
                Money("taken_amount", "figure.taken_amount"), Hidden("term_id", "figure.term_id"),
            ],
            "chain_id, year desc, contract_id, clause, term_id, tier_from nulls first")
        {
            Kind = new("figure.kind", Label.TermKind), Tick = "figure.year = extract(year from core.as_of())",
            TickHeading = "this_year_alone",
            Totals = [new("taken_amount", "sum(taken_amount)")],
            Charts = [new("taken_by_fee", "fee_code", "sum(taken_amount)")],
            Evidence = [("where_from", "/trace/clause_by_calendar_year?chain_id={chain_id}&contract_id={contract_id}&term_id={term_id}")],
        },
        new("rebates", "seen.rebate_accrual as figure",
            [
                Chain(), Text("contract_id", "figure.contract_id"), Text("clause", "figure.clause"),
                new("fee_code", "figure.fee_code") { Names = NamedAs.Fee, Heading = "fee_named" },
                Codes("term_kind", "figure.kind", Label.TermKind), Day("valid_from", "figure.valid_from"),
                Day("valid_to", "figure.valid_to"),
                Money("sales_amount", "figure.sales_amount", false), Share("reached_pct", "figure.reached_pct / 100"),
                Money("accrued_amount", "figure.accrued_amount"), Money("taken_amount", "figure.taken_amount"),
                Money("still_to_accrue", "figure.open_amount"),
                Money("next_tier_from", "figure.next_tier_from", false), Share("next_tier_pct", "figure.next_tier_pct / 100"),
                Money("sales_to_next_tier", "figure.sales_to_next_tier", false),
                Money("next_tier_amount", "figure.next_tier_amount", false), .. Source,
            ],
            "chain_id, contract_id, clause, fee_code")
        {
            Kind = new("figure.kind", Label.TermKind),
            Totals = [new("accrued_amount", "sum(accrued_amount)"), new("taken_amount", "sum(taken_amount)"),
                new("still_to_accrue", "sum(still_to_accrue)")],
            Charts = [new("accrued_by_chain", "chain_id", "sum(accrued_amount)")],
            Evidence = [SourceRow],
        },
        new("negotiation", "seen.negotiation_ground as figure",
            [
                Chain(), Count("year", "figure.year"), Money("supply_amount", "figure.supply_amount", false),
                Money("last_year_amount", "figure.last_year_amount", false),
                Money("settled_amount", "figure.settled_amount", false), Money("fee_amount", "figure.fee_amount", false),
                Share("fee_share", "figure.fee_pct / 100"),
                Money("for_us", "figure.claimed_amount", false), Money("against_us", "figure.owed_amount", false, 1),
            ],
            "year desc, supply_amount desc nulls last, chain_id")
        {
            Tick = "figure.year = extract(year from core.as_of())", TickHeading = "this_year_alone",
            Charts = [new("fee_share_by_chain", "chain_id", "sum(fee_amount) / nullif(sum(settled_amount), 0)", ColumnKind.Percent)],
            Evidence =
            [
                ("where_from", "/trace/negotiation_ground?chain_id={chain_id}&year={year}"),
                ("negotiation_pack", "/contracts/{chain_id}/{year}/pack"),
            ],
        },
    ];
}
