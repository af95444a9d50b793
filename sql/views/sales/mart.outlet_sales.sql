-- One row: the sales of one store in one month, as portals' files or the opening balances tell them. Read by: growth, outlet and area
-- rankings. Left out: months that the opening balances hold as totals of a chain; nobody knows what its stores had of them.
-- Where a chain's month stands in the opening balances, it stands alone (mart.opening_sale).
-- Depends on: mart.opening_sale, mart.outlet_month
create view mart.outlet_sales as
with store_place as (
    -- Where each store lies now: months of the opening balances do not say where it lay then.
    select distinct on (chain_id, store_id) chain_id, store_id, region, city from core.store
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    order by chain_id, store_id, valid_from desc
)
select chain_id, store_id, region, city, month, amount, amount_to_day, false as is_opening
from mart.outlet_month as supplied
where not exists (select from mart.opening_sale as opened where opened.chain_id = supplied.chain_id and opened.month = supplied.month)
union all
-- The as-of month is whole on its last day; before, what others had by then is not known of a month's total.
select sale.chain_id, sale.store_id, coalesce(lies.region, ''), coalesce(lies.city, ''), sale.month, sum(sale.amount),
    case when extract(day from core.as_of() + 1) = 1 then sum(sale.amount) end, true
from mart.opening_sale as sale
left join store_place as lies using (chain_id, store_id)
where sale.is_by_store
group by sale.chain_id, sale.store_id, lies.region, lies.city, sale.month;

comment on view mart.outlet_sales is
    'One row: the sales of one store in one month, as portals'' files or the opening balances tell them';
comment on column mart.outlet_sales.chain_id is 'Chain';
comment on column mart.outlet_sales.store_id is 'Store, within the chain';
comment on column mart.outlet_sales.region is
    'Our sales region of the store on the date of the goods, of months of the opening balances its region now; empty where unknown';
comment on column mart.outlet_sales.city is 'City, likewise';
comment on column mart.outlet_sales.month is 'First day of the month';
comment on column mart.outlet_sales.amount is 'Supply less returns, RMB, VAT excluded; null when no line has a price';
comment on column mart.outlet_sales.amount_to_day is
    'Of that, up to the as-of date''s day of month; null where a total does not tell';
comment on column mart.outlet_sales.is_opening is 'Whether the opening balances tell it';
