-- One row: one step that an open claim takes next, with the day on which the contract lets it happen: its statement is reconciled with
-- the chain (对账日), its invoice is handed over (投票日), its money comes (回款日). Read by: digests, the receivables workbook.
-- Left out: steps whose day no contract names, claims that are overdue already, and what came beyond what was stated.
-- Depends on: mart.contract_in_force, mart.receivable_ageing
create view mart.receivable_next_step as
with
-- What is still open, with the first day on which each step may happen.
claim as (
    select r.chain_id, r.account_id, r.statement_number, r.invoice_number, r.stage, r.waits_for_us, r.open_amount, r.payable_on,
        r.load_id, r.row_number, r.period_to + 1 as reconciled_from, coalesce(r.issued_on, r.period_to + 1) as submitted_from
    from mart.receivable_ageing r
    where r.open_amount > 0
),
-- The contract that says how the account is dealt with: the one that holds at the as-of date, whichever the statement's period had.
dealing as (
    select c.chain_id, c.account_id, k.reconciliation_day, k.invoice_day
    from (select distinct chain_id, account_id from claim) c
    cross join lateral mart.contract_in_force(c.chain_id, c.account_id, core.as_of(), core.as_of(), core.known_at()) k
    where k.place = 1
),
-- What waits for us takes two steps, each on a day of the month.
monthly as (
    select c.*, 'reconciliation' as kind, d.reconciliation_day as day_number, c.reconciled_from as step_from
    from claim c join dealing d using (chain_id, account_id)
    where c.stage = 'not_invoiced' and d.reconciliation_day is not null
    union all
    select c.*, 'invoice', d.invoice_day, c.submitted_from
    from claim c join dealing d using (chain_id, account_id)
    where c.waits_for_us and d.invoice_day is not null
),
-- The first such day once the step may happen, and the first that has not passed; a day that a month does not have is its last.
dated as (
    select m.*, day.due_on, day.next_on
    from monthly m
    cross join lateral (
        select min(on_day) filter (where on_day >= m.step_from) as due_on,
            min(on_day) filter (where on_day >= greatest(m.step_from, core.as_of())) as next_on
        from generate_series(date_trunc('month', m.step_from), greatest(m.step_from, core.as_of()) + interval '1 month',
            interval '1 month') as month (begins)
        cross join lateral (select (month.begins + make_interval(days => least(m.day_number,
            extract(day from month.begins + interval '1 month - 1 day')::integer) - 1))::date as on_day) day
    ) day
)
select kind, chain_id, account_id, statement_number, invoice_number, due_on, next_on, open_amount as amount, load_id, row_number
from dated
union all
select 'payment', chain_id, account_id, statement_number, invoice_number, payable_on, payable_on, open_amount, load_id, row_number
from claim
where not waits_for_us and payable_on >= core.as_of();

comment on view mart.receivable_next_step is
    'One row: one step that an open claim takes next, with the day on which the contract lets it happen';
comment on column mart.receivable_next_step.kind is
    'reconciliation: the statement is agreed with the chain; invoice: our invoice is handed over; payment: the money comes';
comment on column mart.receivable_next_step.chain_id is 'Chain';
comment on column mart.receivable_next_step.account_id is 'Settlement account';
comment on column mart.receivable_next_step.statement_number is 'Statement';
comment on column mart.receivable_next_step.invoice_number is 'Our invoice; empty for what is not invoiced yet';
comment on column mart.receivable_next_step.due_on is
    'First day on which the step could have happened; before next_on: that day was missed';
comment on column mart.receivable_next_step.next_on is 'Day on which it can happen now, the as-of date or later';
comment on column mart.receivable_next_step.amount is 'RMB of the claim that is open';
comment on column mart.receivable_next_step.load_id is 'Load of the statement';
comment on column mart.receivable_next_step.row_number is 'Row of its head';
