-- One row: one open store with its outlet class, SKU distribution, price band and missing items side by side. Read by: the close digest.
-- Left out: closed stores.
-- Depends on: mart.assortment_gap, mart.outlet_class, mart.sku_distribution, mart.store_price_band
create view mart.outlet_profile as
with gap as (
    -- How many mandatory items each store misses.
    select chain_id, store_id, count(*) as missing_item_count from mart.assortment_gap group by chain_id, store_id
)
select chain_id, store_id, outlet.region, outlet.city, outlet.outlet_class, outlet.area_m2, outlet.checkouts,
    spread.sku_on_sale_count, spread.sku_opened_count, spread.distribution_share,
    (select core.rule_value('figures.distribution_target_pct')) as target_pct,
    band.lowest_price, band.highest_price, coalesce(gap.missing_item_count, 0) as missing_item_count
from mart.outlet_class as outlet
join mart.sku_distribution as spread using (chain_id, store_id)
left join mart.store_price_band as band using (chain_id, store_id)
left join gap using (chain_id, store_id);

comment on view mart.outlet_profile is 'One row: one open store with its outlet class, SKU distribution, price band and missing items';
comment on column mart.outlet_profile.chain_id is 'Chain';
comment on column mart.outlet_profile.store_id is 'Store, within the chain';
comment on column mart.outlet_profile.region is 'Our sales region';
comment on column mart.outlet_profile.city is 'City';
comment on column mart.outlet_profile.outlet_class is 'KA, A, other, or unknown (mart.outlet_class)';
comment on column mart.outlet_profile.area_m2 is 'Sales area, m²; null when unknown';
comment on column mart.outlet_profile.checkouts is 'Checkouts; null when unknown';
comment on column mart.outlet_profile.sku_on_sale_count is 'SKUs on sale (mart.sku_distribution): numerator';
comment on column mart.outlet_profile.sku_opened_count is 'SKUs that the chain lists: denominator';
comment on column mart.outlet_profile.distribution_share is 'On sale ÷ opened as a part of 1, not rounded; null when nothing is listed';
comment on column mart.outlet_profile.target_pct is 'Per cent that config/rules.yaml asks for';
comment on column mart.outlet_profile.lowest_price is 'Lowest shelf price, RMB per unit including VAT; null where none was seen';
comment on column mart.outlet_profile.highest_price is 'Highest, likewise';
comment on column mart.outlet_profile.missing_item_count is 'Mandatory items that it does not carry';
