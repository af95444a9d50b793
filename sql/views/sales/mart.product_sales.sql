-- One row: the sales of one product to one chain in one region in one month, as portals' files or the opening balances tell them.
-- Read by: growth, SKU ranking. Left out: months that the opening balances hold without items.
-- Where a chain's month stands in the opening balances, it stands alone (mart.opening_sale).
-- Depends on: mart.opening_sale, mart.product_month
create view mart.product_sales as
with store_place as (
    -- Where each store lies now: months of the opening balances do not say where it lay then.
    select distinct on (chain_id, store_id) chain_id, store_id, region from core.store
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    order by chain_id, store_id, valid_from desc
)
select chain_id, region, product_id, month, amount, amount_to_day, false as is_opening, true as is_by_region
from mart.product_month as supplied
where not exists (select from mart.opening_sale as opened where opened.chain_id = supplied.chain_id and opened.month = supplied.month)
union all
-- The as-of month is whole on its last day; before, what others had by then is not known of a month's total.
select sale.chain_id, coalesce(lies.region, ''), sale.product_id, sale.month, sum(sale.amount),
    case when extract(day from core.as_of() + 1) = 1 then sum(sale.amount) end, true, sale.is_by_store
from mart.opening_sale as sale
left join store_place as lies using (chain_id, store_id)
where sale.is_by_product
group by sale.chain_id, lies.region, sale.product_id, sale.month, sale.is_by_store;

comment on view mart.product_sales is
    'One row: the sales of one product to one chain in one region in one month, as portals'' files or the opening balances tell them';
comment on column mart.product_sales.chain_id is 'Chain';
comment on column mart.product_sales.region is
    'Our sales region of the stores on the date of the goods, of months of the opening balances their region now; empty where unknown';
comment on column mart.product_sales.product_id is 'Our product';
comment on column mart.product_sales.month is 'First day of the month';
comment on column mart.product_sales.amount is 'Supply less returns, RMB, VAT excluded; null when no line has a price';
comment on column mart.product_sales.amount_to_day is
    'Of that, up to the as-of date''s day of month; null where a total does not tell';
comment on column mart.product_sales.is_opening is 'Whether the opening balances tell it';
comment on column mart.product_sales.is_by_region is 'Whether it is known what of the chain''s month each region had';
