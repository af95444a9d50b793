-- One row: one product of one chain in one calendar year: supply, fill rate by period, stores supplied. Read by: the negotiation pack.
-- Left out: products neither ordered nor supplied.
-- Depends on: mart.fill_rate, mart.supply_day
create view mart.product_year as
with supplied as (
    -- What was supplied less what came back, and in how many stores anything arrived.
    select chain_id, extract(year from business_date)::integer as year, product_id, sum(net_amount) as supply_amount,
        count(distinct store_id) filter (where supplied_quantity > 0) as supplied_store_count
    from mart.supply_day
    group by chain_id, extract(year from business_date), product_id
), filled as (
    -- What was ordered and what came.
    select chain_id, extract(year from business_date)::integer as year, product_id,
        sum(ordered_quantity) as ordered_quantity, sum(received_quantity) as received_quantity
    from mart.fill_rate
    group by chain_id, extract(year from business_date), product_id
)
select chain_id, year, product_id, coalesce(supplied.supply_amount, 0) as supply_amount, filled.ordered_quantity, filled.received_quantity,
    round(filled.received_quantity / nullif(filled.ordered_quantity, 0) * 100, 2) as fill_rate_pct,
    coalesce(supplied.supplied_store_count, 0) as supplied_store_count
from supplied
full join filled using (chain_id, year, product_id);

comment on view mart.product_year is 'One row: one product of one chain in one calendar year';
comment on column mart.product_year.chain_id is 'Chain';
comment on column mart.product_year.year is 'Calendar year, up to the as-of date';
comment on column mart.product_year.product_id is 'Our product';
comment on column mart.product_year.supply_amount is 'Supply less returns at agreed prices, RMB, VAT excluded';
comment on column mart.product_year.ordered_quantity is 'Sales units ordered; null when none were';
comment on column mart.product_year.received_quantity is 'Sales units received';
comment on column mart.product_year.fill_rate_pct is 'Received ÷ ordered, per cent; null when nothing was ordered';
comment on column mart.product_year.supplied_store_count is 'Stores in which something was signed for';
