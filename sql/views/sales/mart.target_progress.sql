-- One row: one target with what was reached by the as-of date and how far the month is (J, time progress). Read by: the plan and close
-- digests.
-- Left out: targets of months after the as-of date.
-- Depends on: mart.outlet_month, mart.product_month, mart.sales_month
create view mart.target_progress as
with goal as not materialized (
    -- Targets as known, under the key by which they meet what was reached.
    select chain_id, store_id, product_id, month, amount as target_amount, array[chain_id, store_id, product_id] as span
    from core.target
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and month <= core.as_of()
), reached as (
    -- A target of the whole chain, or of all products, is reached by the sum of what it spans. One key meets it (decision 0060).
    select array[chain_id, store_id, ''] as span, month, sum(amount) as reached_amount from mart.outlet_month group by chain_id, store_id,
        month
    union all
    select array[chain_id, '', ''], month, sum(amount) from mart.outlet_month group by chain_id, month
    union all
    select array[chain_id, '', product_id], month, sum(amount) from mart.product_month group by chain_id, product_id, month
    union all
    select array[chain_id, store_id, product_id], month, supply_amount
    from mart.sales_month
    -- Lines are read only where there is such a target.
    where (select count(*) > 0 from goal where store_id <> '' and product_id <> '')
)
select
    goal.chain_id, goal.store_id, goal.product_id, goal.month, goal.target_amount,
    coalesce(reached.reached_amount, 0) as reached_amount,
    round(coalesce(reached.reached_amount, 0) / nullif(goal.target_amount, 0) * 100, 2) as reached_pct,
    least(core.as_of(), (goal.month + interval '1 month - 1 day')::date) - goal.month + 1 as days_passed,
    extract(day from goal.month + interval '1 month - 1 day')::integer as days_in_month,
    round((least(core.as_of(), (goal.month + interval '1 month - 1 day')::date) - goal.month + 1) * 100.0
        / extract(day from goal.month + interval '1 month - 1 day'), 2) as time_pct,
    coalesce(reached.reached_amount, 0)
        - round(goal.target_amount * (least(core.as_of(), (goal.month + interval '1 month - 1 day')::date) - goal.month + 1)
        / extract(day from goal.month + interval '1 month - 1 day')::integer, 2) as ahead_amount,
    coalesce(reached.reached_amount, 0) / nullif(goal.target_amount, 0) as reached_share,
    (least(core.as_of(), (goal.month + interval '1 month - 1 day')::date) - goal.month + 1)::numeric
        / extract(day from goal.month + interval '1 month - 1 day')::integer as time_share
from goal
left join reached using (span, month);

comment on view mart.target_progress is
    'One row: one monthly target with what was reached by the as-of date, beside the share of the month that has passed';
comment on column mart.target_progress.chain_id is 'Chain';
comment on column mart.target_progress.store_id is 'Store; empty: the whole chain';
comment on column mart.target_progress.product_id is 'Product; empty: all products';
comment on column mart.target_progress.month is 'First day of the month';
comment on column mart.target_progress.target_amount is 'Target, RMB, VAT excluded: denominator';
comment on column mart.target_progress.reached_amount is
    'Supply less returns of the month up to the as-of date, RMB, VAT excluded: numerator';
comment on column mart.target_progress.reached_pct is 'Per cent of the target; null for a target of 0';
comment on column mart.target_progress.days_passed is 'Calendar days of the month passed by the as-of date';
comment on column mart.target_progress.days_in_month is 'Calendar days of the month';
comment on column mart.target_progress.time_pct is 'Time progress: days passed ÷ days of the month, per cent';
comment on column mart.target_progress.ahead_amount is 'Reached less the targets share of the time passed, RMB; negative: behind';
comment on column mart.target_progress.reached_share is 'Reached ÷ target as a part of 1, not rounded; null for a target of 0';
comment on column mart.target_progress.time_share is 'Time progress as a part of 1, not rounded';
