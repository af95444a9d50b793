-- One row: one statement: what our books say it should pay, what it says it pays, and the breaks that explain the difference to
-- 0.00 (docs/money.md#identity). Read by digests, the finance workbook, the console. Left out: nothing; an incomplete statement is
-- shown without a claim that its parts add up.
-- Depends on: mart.deduction_review, mart.flagged_settlement, mart.is_settlement_kept, mart.money_difference_sum
-- Depends on: mart.must_compute_settlement, mart.open_quarantined_rows, mart.past_settlement_id, mart.statement_sum
create view mart.statement_reconciliation as
with
-- Statements that count, with the rows that wait in quarantine.
statement as (
    select s.*, mart.open_quarantined_rows(s.chain_id, s.statement_number) as open_quarantined_rows
    from core.statement s
    where core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
),
-- What its own lines add up to; read once, not for each statement, as what follows.
listed as materialized (
    select * from mart.statement_sum
),
-- What the lines that it settles still had to settle when it came.
entered as materialized (
    select chain_id, statement_number, sum(entry_worth) as worth
    from (
        select chain_id, statement_number, entry_worth from core.kept_statement where (select mart.is_settlement_kept())
        union all
        select chain_id, statement_number, entry_worth from core.past_statement where past_id = (select mart.past_settlement_id())
        union all
        select chain_id, statement_number, entry_worth
        from mart.flagged_settlement() where (select mart.must_compute_settlement())) settlement
    where statement_number is not null
    group by chain_id, statement_number
),
-- Deductions as the terms let it take them.
deducted as materialized (
    select chain_id, statement_number, sum(expected_amount) as expected, sum(difference) as difference
    from mart.deduction_review
    group by chain_id, statement_number
),
-- Both sides of a statement, and the breaks between them; what it leaves unmentioned is expected in full.
summed as (
    select s.*, coalesce(e.worth, 0) + coalesce(b.unmentioned_amount, 0) as expected_goods, coalesce(d.expected, 0) as expected_deductions,
        coalesce(l.goods_amount, 0) as stated_goods, coalesce(l.deduction_amount, 0) as stated_deductions,
        coalesce(l.invoiceable_amount, 0) as listed_invoiceable,
        coalesce(b.amount, 0) + coalesce(d.difference, 0) as break_total
    from statement s
    left join listed l using (chain_id, statement_number)
    left join entered e using (chain_id, statement_number)
    left join deducted d using (chain_id, statement_number)
    left join mart.money_difference_sum b using (chain_id, statement_number)
)
select chain_id, account_id, statement_number, period_from, period_to, stated_on, expected_goods::numeric(16, 2),
    expected_deductions::numeric(16, 2), (expected_goods + expected_deductions)::numeric(16, 2) as expected_payable,
    stated_goods::numeric(16, 2), stated_deductions::numeric(16, 2), stated_payable,
    (expected_goods + expected_deductions - stated_payable)::numeric(16, 2) as difference, break_total::numeric(16, 2),
    case when open_quarantined_rows = 0
        then expected_goods + expected_deductions - stated_payable - break_total end::numeric(16, 2) as residual,
    open_quarantined_rows = 0 as is_complete, open_quarantined_rows, stated_invoiceable, listed_invoiceable::numeric(16, 2), load_id,
        row_number
from summed;

comment on view mart.statement_reconciliation is
    'One row: one statement, expected against stated, with the breaks that explain the difference';
comment on column mart.statement_reconciliation.chain_id is 'Chain';
comment on column mart.statement_reconciliation.account_id is 'Settlement account';
comment on column mart.statement_reconciliation.statement_number is 'Statement';
comment on column mart.statement_reconciliation.period_from is 'First day of its period';
comment on column mart.statement_reconciliation.period_to is 'Last day of its period';
comment on column mart.statement_reconciliation.stated_on is 'Date it bears';
comment on column mart.statement_reconciliation.expected_goods is 'Worth of its whole population, returns negative, RMB including VAT';
comment on column mart.statement_reconciliation.expected_deductions is
    'Deductions that the terms allow it, negative, RMB; fees paid apart left out';
comment on column mart.statement_reconciliation.expected_payable is 'What our books say it should pay, RMB including VAT';
comment on column mart.statement_reconciliation.stated_goods is 'Goods less returns as its lines state them, RMB including VAT';
comment on column mart.statement_reconciliation.stated_deductions is
    'Deductions as its lines state them, negative, RMB; fees paid apart left out';
comment on column mart.statement_reconciliation.stated_payable is 'What it says it pays, RMB including VAT';
comment on column mart.statement_reconciliation.difference is 'Expected less stated payable, RMB';
comment on column mart.statement_reconciliation.break_total is 'Sum of its money breaks, RMB';
comment on column mart.statement_reconciliation.residual is
    'Difference less breaks, RMB: 0.00 on every complete statement; empty on an incomplete one';
comment on column mart.statement_reconciliation.is_complete is 'Whether no row of it waits in quarantine';
comment on column mart.statement_reconciliation.open_quarantined_rows is 'Rows of it that wait in quarantine';
comment on column mart.statement_reconciliation.stated_invoiceable is 'What it says we should invoice, RMB including VAT';
comment on column mart.statement_reconciliation.listed_invoiceable is
    'Goods less fees on the invoice, as its lines add up, RMB including VAT';
comment on column mart.statement_reconciliation.load_id is 'Load of its head';
comment on column mart.statement_reconciliation.row_number is 'Row of its head in the file';
