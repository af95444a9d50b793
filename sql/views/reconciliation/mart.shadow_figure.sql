-- One row: one figure of one chain's month, as a company's own Excel states it too, so that both can be held side by side in the shadow
-- month (docs/shadow-month.md). Read by: ka shadow compare. Left out: months of which nothing is known, and statements that end after the
-- as-of date; open claims are sums over mart.open_difference, as everywhere.
-- Depends on: mart.statement_reconciliation, mart.supply_day
create view mart.shadow_figure as
with delivered as (
    -- What was signed for less returns, by the day of the signature.
    select chain_id, date_trunc('month', business_date)::date as month, sum(net_amount_including) as amount
    from mart.supply_day group by 1, 2
), settled as (
    -- Statements by the month in which their period ends; a deduction as a positive amount, as people write it.
    select chain_id, date_trunc('month', period_to)::date as month, sum(expected_payable) as expected, sum(stated_payable) as stated,
        -sum(stated_deductions) as deducted, sum(difference) as difference
    from mart.statement_reconciliation where period_to <= core.as_of() group by 1, 2
)
select chain_id, month, 'deliveries' as figure, amount from delivered
union all
select chain_id, month, stated.figure, stated.amount
from settled
cross join lateral (values ('expected_settlement', expected), ('settled', stated), ('deductions', deducted), ('difference', difference))
    as stated (figure, amount);

comment on view mart.shadow_figure is
    'One row: one figure of one chain''s month as a company''s own Excel states it too, for the shadow month';
comment on column mart.shadow_figure.chain_id is 'Chain';
comment on column mart.shadow_figure.month is 'First day of the month';
comment on column mart.shadow_figure.figure is
    'deliveries: signed for less returns, at agreed prices; expected_settlement: what our books say its statements should pay; settled: '
    'what they say they pay; deductions: what they take, positive; difference: expected less settled';
comment on column mart.shadow_figure.amount is 'RMB, VAT included; null where nothing of it has a price';
