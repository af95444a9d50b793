-- One row: one supply price in force on the as-of date that the unified price system does not allow (M6.1.4).
-- Read by: mart.price_anomaly. Left out: products without a stated floor (for that rule), or priced at fewer than three places (for the
-- spread).
-- Depends on: mart.price_in_basis
create view mart.price_list_anomaly as
with listed as (
    -- Lists and promotions that an order placed today would use.
    select price.chain_id, price.region, price.product_id, price.valid_from, ''::text as promotion_id, price.unit_price, price.basis,
        price.load_id, price.row_number
    from core.price as price
    where core.is_known(price.arrived_at, price.recorded_at, price.superseded_at, price.superseded_recorded_at)
        and core.as_of() between price.valid_from and price.valid_to
    union all
    select promotion.chain_id, '', promotion.product_id, promotion.purchase_from, promotion.promotion_id, promotion.supply_price,
        promotion.basis, promotion.load_id, promotion.row_number
    from core.promotion as promotion
    where core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at)
        and core.as_of() between promotion.purchase_from and promotion.purchase_to
), excluding as (
    -- Supply prices without VAT, so that they compare.
    select listed.*, mart.price_in_basis(listed.unit_price, listed.basis = 'including', product.vat_rate, false, 4) as supply_price
    from listed
    join core.product as product on product.product_id = listed.product_id
        and core.as_of() between product.valid_from and product.valid_to and core.is_known(product.arrived_at, product.recorded_at,
            product.superseded_at, product.superseded_recorded_at)
), usual as (
    -- Promotions are meant to be lower: only lists are compared with each other.
    select product_id, round(percentile_cont(0.5) within group (order by supply_price)::numeric, 4) as median_price, count(*) as place_count
    from excluding where promotion_id = '' group by product_id
)
select excluding.chain_id, excluding.region, excluding.product_id, excluding.promotion_id, 'below_price_floor' as rule,
    excluding.valid_from,
    excluding.supply_price as found_price, floor_price.unit_price as expected_price, excluding.load_id, excluding.row_number
from excluding
join core.price_floor as floor_price on floor_price.product_id = excluding.product_id
    and core.as_of() between floor_price.valid_from and floor_price.valid_to and core.is_known(floor_price.arrived_at,
        floor_price.recorded_at, floor_price.superseded_at, floor_price.superseded_recorded_at)
where excluding.supply_price < floor_price.unit_price
union all
select excluding.chain_id, excluding.region, excluding.product_id, excluding.promotion_id, 'spread_across_chains', excluding.valid_from,
    excluding.supply_price, usual.median_price, excluding.load_id, excluding.row_number
from excluding
join usual using (product_id)
where excluding.promotion_id = '' and usual.place_count >= 3
  and excluding.supply_price < usual.median_price * (1 - (select core.rule_value('price.spread_pct')) / 100);

comment on view mart.price_list_anomaly is 'One row: one supply price in force that is under the floor, or far under what other chains pay';
comment on column mart.price_list_anomaly.chain_id is 'Chain';
comment on column mart.price_list_anomaly.region is 'Region of the price list; empty: the whole chain';
comment on column mart.price_list_anomaly.product_id is 'Our product';
comment on column mart.price_list_anomaly.promotion_id is 'Promotion, where it is a promotions price; else empty';
comment on column mart.price_list_anomaly.rule is 'below_price_floor; spread_across_chains';
comment on column mart.price_list_anomaly.valid_from is 'First day of the price';
comment on column mart.price_list_anomaly.found_price is 'RMB per unit, VAT excluded';
comment on column mart.price_list_anomaly.expected_price is 'The floor, or the median over all lists, RMB per unit, VAT excluded';
comment on column mart.price_list_anomaly.load_id is 'Load of the price file';
comment on column mart.price_list_anomaly.row_number is 'Its row';
