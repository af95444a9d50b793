-- One row: one day of one target's month for one product (J: day, week, month, SKU). Read by: the plan digest.
-- Left out: products without supply in the three months before, where a target names none; a target whose months say nothing falls on no
-- product whole.
-- Depends on: mart.opening_sale, mart.sales_month
create view mart.target_breakdown as
with goal as (
    -- Targets as known.
    select chain_id, store_id, product_id, month, amount
    from core.target where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), sold as not materialized (
    -- Where a chain's month stands in the opening balances, it stands alone (mart.opening_sale).
    select chain_id, store_id, product_id, month, supply_amount from mart.sales_month as supplied
    where not exists (select from mart.opening_sale as opened where opened.chain_id = supplied.chain_id and opened.month = supplied.month)
    union all
    select chain_id, store_id, product_id, month, amount from mart.opening_sale where is_by_product
), history as (
    -- What each product weighed in the three full months before: the only base for a split that nobody has to maintain.
    select goal.chain_id, goal.store_id, goal.product_id as goal_product, goal.month, sales.product_id,
        greatest(sum(sales.supply_amount), 0) as weight
    from goal
    join sold as sales on sales.chain_id = goal.chain_id and goal.store_id in ('', sales.store_id)
        and sales.month < goal.month and sales.month >= goal.month - interval '3 months'
    where goal.product_id = ''
    group by goal.chain_id, goal.store_id, goal.product_id, goal.month, sales.product_id
), share as (
    -- Cumulated, so that the rounded parts add up to the target to the cent.
    select goal.chain_id, goal.store_id, goal.month, goal.product_id as goal_product, goal.amount, history.product_id,
        sum(history.weight) over (partition by goal.chain_id, goal.store_id, goal.month order by history.product_id) as upto,
        history.weight, sum(history.weight) over (partition by goal.chain_id, goal.store_id, goal.month) as total
    from goal join history on (history.chain_id, history.store_id, history.month) = (goal.chain_id, goal.store_id, goal.month)
    where goal.product_id = '' and history.weight > 0
), product_goal as (
    -- The target of each product: its share, rounded so that shares add up, or the one set for it.
    select chain_id, store_id, month, goal_product, product_id,
        round(amount * upto / total, 2) - round(amount * (upto - weight) / total, 2) as amount from share
    union all
    select chain_id, store_id, month, product_id, product_id, amount from goal where product_id <> ''
    union all
    -- Nothing to split by: by day and week it is a target all the same.
    select chain_id, store_id, month, product_id, product_id, amount from goal
    where product_id = '' and not exists (select from share
        where (share.chain_id, share.store_id, share.month) = (goal.chain_id, goal.store_id, goal.month))
)
select
    chain_id, store_id, goal_product, product_id, month, day::date as business_date, to_char(day, 'IYYY-"W"IW') as iso_week,
    round(amount * extract(day from day)::integer / days, 2) - round(amount * (extract(day from day)::integer - 1) / days, 2) as amount
from product_goal
cross join lateral (select extract(day from month + interval '1 month - 1 day')::integer as days) as length
cross join lateral generate_series(month, month + interval '1 month - 1 day', interval '1 day') as day;

comment on view mart.target_breakdown is 'One row: one day of one target for one product; the parts add up to the target to the cent';
comment on column mart.target_breakdown.chain_id is 'Chain';
comment on column mart.target_breakdown.store_id is 'Store; empty: the whole chain';
comment on column mart.target_breakdown.goal_product is 'Product that the target names; empty where it names none';
comment on column mart.target_breakdown.product_id is 'Product that this part falls on; empty where three months say nothing to split by';
comment on column mart.target_breakdown.month is 'First day of the month';
comment on column mart.target_breakdown.business_date is 'Day of the month';
comment on column mart.target_breakdown.iso_week is 'ISO week of the day, for example 2026-W23';
comment on column mart.target_breakdown.amount is 'RMB, VAT excluded';
