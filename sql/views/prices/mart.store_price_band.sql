-- One row: one store with its price band (价格带, M2): lowest to highest shelf price of our products on the as-of date.
-- Read by: analysts. Left out: stores whose shelf prices nobody reports.
-- Depends on: mart.shelf_price
create view mart.store_price_band as
with newest as (
    -- The newest shelf price of each product in each store.
    select distinct on (chain_id, store_id, product_id) chain_id, store_id, product_id, unit_price
    from mart.shelf_price
    where seen_on > core.as_of() - (select core.rule_value('figures.on_sale_days')::integer)
    order by chain_id, store_id, product_id, seen_on desc, is_inspected desc
)
select chain_id, store_id, min(unit_price) as lowest_price, max(unit_price) as highest_price, count(*) as sku_count
from newest group by chain_id, store_id;

comment on view mart.store_price_band is 'One row: one store with the lowest and highest shelf price of our products';
comment on column mart.store_price_band.chain_id is 'Chain';
comment on column mart.store_price_band.store_id is 'Store, within the chain';
comment on column mart.store_price_band.lowest_price is 'RMB per unit including VAT, newest seen within the window';
comment on column mart.store_price_band.highest_price is 'Likewise';
comment on column mart.store_price_band.sku_count is 'Products whose price was seen';
