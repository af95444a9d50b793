-- One row: one statement's claim on one invoice (or what of it is not invoiced yet) that is not paid at the as-of date.
-- Read by: finance, managers; mart.credit_standing sums it per chain.
-- Left out: what is paid in full. Nothing is due before the chain has received the invoice, unless the contract counts from the goods.
-- Depends on: mart.contract_in_force, mart.opening_statement
create view mart.receivable_ageing as
with
-- Statements that count: the portals', and those of before the start that no portal has brought.
claim as (
    select s.chain_id, s.statement_number, s.account_id, s.period_to, s.stated_payable, s.stated_invoiceable, s.load_id, s.row_number,
        false as is_opening
    from core.statement s
    where core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at) and s.period_to <= core.as_of()
    union all
    select chain_id, statement_number, account_id, period_to, stated_payable, stated_invoiceable, load_id, row_number, true
    from mart.opening_statement
),
-- How the chain pays: by the contract that holds at the period's end.
paying as (
    select c.chain_id, c.statement_number, k.settlement_mode, k.term_days, k.payment_days
    from claim c
    cross join lateral mart.contract_in_force(c.chain_id, c.account_id, c.period_to, core.as_of(), core.known_at()) k
    where k.place = 1
),
-- Our invoices, with what had happened to them by the as-of date.
billed as (
    select i.chain_id, i.statement_number, i.invoice_number, i.issued_on, i.amount,
        case when i.submitted_on <= core.as_of() then i.submitted_on end as submitted_on,
        case when i.received_on <= core.as_of() then i.received_on end as received_on,
        sum(i.amount) over (partition by i.chain_id, i.statement_number) as billed_total,
        sum(i.amount) over upto as billed_upto
    from core.invoice i
    where core.is_known(i.arrived_at, i.recorded_at, i.superseded_at, i.superseded_recorded_at) and i.issued_on <= core.as_of()
    window upto as (partition by i.chain_id, i.statement_number order by i.issued_on, i.invoice_number)
),
-- The payable is less than what is invoiced by the deductions on account: each invoice carries its share of it, rounded so that the
-- shares of all invoices add up to the payable; a last row is what is not invoiced yet.
share as (
    select c.*, b.invoice_number, b.issued_on, b.submitted_on, b.received_on,
        round(c.stated_payable * b.billed_upto / w.whole, 2) - round(c.stated_payable * (b.billed_upto - b.amount) / w.whole, 2) as amount
    from claim c
    join billed b using (chain_id, statement_number)
    cross join lateral (select nullif(greatest(b.billed_total, coalesce(c.stated_invoiceable, b.billed_total)), 0) as whole) w
    union all
    select c.*, null, null, null, null, c.stated_payable - round(c.stated_payable * coalesce(b.billed_total / w.whole, 0), 2)
    from claim c
    left join lateral (select max(billed_total) as billed_total from billed x
        where x.chain_id = c.chain_id and x.statement_number = c.statement_number) b on true
    cross join lateral (select nullif(greatest(b.billed_total, coalesce(c.stated_invoiceable, b.billed_total)), 0) as whole) w
),
-- When the term ends: counted from the goods, from the chain's receipt of the invoice, or from the end of the month of that receipt.
due as (
    select s.*, p.settlement_mode, p.term_days, p.payment_days, case p.settlement_mode
        when 'cash' then s.period_to
        when 'goods_days' then s.period_to + p.term_days
        when 'invoice_days' then s.received_on + p.term_days
        when 'monthly_days' then (date_trunc('month', s.received_on) + interval '1 month - 1 day')::date + p.term_days end as due_on
    from share s left join paying p using (chain_id, statement_number)
    where s.amount <> 0
),
-- The chain pays what is due on its next payment day; a day that a month does not have is its last.
payable as (
    select d.*, case when d.payment_days = '' then d.due_on else (
        select min(day.on_day) from generate_series(0, 1) as month (ahead)
        cross join lateral (select word::integer as number from string_to_table(d.payment_days, '|') as word) wanted
        cross join lateral (select date_trunc('month', d.due_on) + make_interval(months => month.ahead) as begins) begin
        cross join lateral (select (begin.begins + make_interval(days => least(wanted.number,
            extract(day from begin.begins + interval '1 month - 1 day')::integer) - 1))::date as on_day) day
        where day.on_day >= d.due_on) end as payable_on
    from due d
),
-- Money received by the as-of date, used up by the claims of its statement in the order in which they fall due.
received as (
    select chain_id, statement_number, sum(amount) as paid_total, max(paid_on) as last_paid_on
    from core.payment_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and paid_on <= core.as_of()
    group by chain_id, statement_number
),
-- Payments settle invoices in the order in which they fall due; the last takes what is left.
settled as (
    select p.*, r.last_paid_on, case when lead(p.statement_number) over queue is null
            then coalesce(r.paid_total, 0) - least(coalesce(r.paid_total, 0), sum(p.amount) over queue - p.amount)
            else greatest(least(p.amount, coalesce(r.paid_total, 0) - (sum(p.amount) over queue - p.amount)), 0) end as paid_amount
    from payable p left join received r using (chain_id, statement_number)
    window queue as (partition by p.chain_id, p.statement_number order by p.payable_on nulls last, p.issued_on nulls last,
        p.invoice_number nulls last)
),
-- What each waits for.
staged as (
    select s.*, case when invoice_number is null then 'not_invoiced' when submitted_on is null and received_on is null then 'not_submitted'
        when received_on is null then 'not_received' when payable_on is null then 'term_unknown'
        when payable_on >= core.as_of() then 'waiting' else 'overdue' end as stage
    from settled s
    where amount <> paid_amount
)
select chain_id, account_id, statement_number, invoice_number, period_to, amount, paid_amount, amount - paid_amount as open_amount,
    issued_on, submitted_on, received_on, settlement_mode, term_days, due_on, payable_on,
    greatest(core.as_of() - payable_on, 0) as days_overdue, stage, stage in ('not_invoiced', 'not_submitted') as waits_for_us,
    date_trunc('week', payable_on)::date as payable_week,
    case when payable_on is null or payable_on >= core.as_of() then 'not_due' when core.as_of() - payable_on <= 30 then '1-30'
        when core.as_of() - payable_on <= 60 then '31-60' when core.as_of() - payable_on <= 90 then '61-90' else 'over_90' end as bucket,
    last_paid_on, load_id, row_number, is_opening
from staged;

comment on view mart.receivable_ageing is
    'One row: one statement''s claim on one invoice, or what of it is not invoiced yet, that is open at the as-of date';
comment on column mart.receivable_ageing.chain_id is 'Chain';
comment on column mart.receivable_ageing.account_id is 'Settlement account';
comment on column mart.receivable_ageing.statement_number is 'Statement';
comment on column mart.receivable_ageing.invoice_number is 'Our invoice; empty for what is not invoiced yet';
comment on column mart.receivable_ageing.period_to is 'Last day of the statements period';
comment on column mart.receivable_ageing.amount is 'RMB of the statements payable that falls on this invoice';
comment on column mart.receivable_ageing.paid_amount is 'RMB received for it by the as-of date';
comment on column mart.receivable_ageing.open_amount is 'RMB still open; negative where more came than was stated';
comment on column mart.receivable_ageing.issued_on is 'Date of the invoice';
comment on column mart.receivable_ageing.submitted_on is 'Day it was handed over (投票日)';
comment on column mart.receivable_ageing.received_on is 'Day the chain received it';
comment on column mart.receivable_ageing.settlement_mode is
    'cash (现结), goods_days, invoice_days (货/票到N天), monthly_days (月结N天); empty: no contract known';
comment on column mart.receivable_ageing.term_days is 'N of the settlement mode, calendar days';
comment on column mart.receivable_ageing.due_on is 'Day the term ends; empty while it has not begun';
comment on column mart.receivable_ageing.payable_on is 'First payment day (回款日) on or after it';
comment on column mart.receivable_ageing.days_overdue is 'Calendar days past that day at the as-of date';
comment on column mart.receivable_ageing.stage is
    'What it waits for: not_invoiced, not_submitted, not_received, term_unknown, waiting (for its payment day), overdue';
comment on column mart.receivable_ageing.waits_for_us is 'Whether the next step is ours: to invoice, or to hand the invoice over';
comment on column mart.receivable_ageing.payable_week is 'Monday of the week of the payment day; empty while that is not known';
comment on column mart.receivable_ageing.bucket is 'not_due, 1-30, 31-60, 61-90, over_90 days past the payment day';
comment on column mart.receivable_ageing.last_paid_on is 'Day of the last payment for the statement';
comment on column mart.receivable_ageing.load_id is 'Load of the statement';
comment on column mart.receivable_ageing.row_number is 'Row of its head';
comment on column mart.receivable_ageing.is_opening is 'Whether the statement stands in the opening balances alone';
