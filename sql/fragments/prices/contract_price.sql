-- Each line with the region in which its store lay on the date that prices it, and with what the contract says of its product on it: VAT
-- rate, contract and promotion price without VAT, to four decimals.
-- Relations that the query around it provides: line, whose columns are chain_id, store_id, product_id, priced_on and any others.
-- Included by: fragments/prices/printed_price.sql, fragments/reconciliation/service_difference.sql
with place as materialized (
    -- Where each store lay on each date: asked once per store and date, not once per line. One key of a whole row is asked for
    -- and joined below instead of its columns, as in fragments/sales/supply_line.sql.
    select dated.place_key, coalesce(store.region, '') as region
    from (select distinct array[chain_id, store_id, priced_on::text] as place_key from line) as dated
    left join lateral (
        select s.region from core.store as s
        where s.chain_id = dated.place_key[1] and s.store_id = dated.place_key[2]
          and dated.place_key[3]::date between s.valid_from and s.valid_to
          and core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
        order by s.valid_from desc, s.arrived_at desc limit 1) as store on true
), located as materialized (
    -- Each line with what its agreed price depends on.
    select line.*, place.region, array[line.chain_id, place.region, line.product_id, line.priced_on::text] as price_key
    from line
    join place on place.place_key = array[line.chain_id, line.store_id, line.priced_on::text]
), supply as materialized (
    -- What the contract says, asked once per region, product and date.
    select wanted.price_key, price.vat_rate,
        round(mart.price_in_basis(price.contract_price, price.contract_including, price.vat_rate, false, 4), 4) as contract_price,
        round(mart.price_in_basis(price.promotion_price, price.promotion_including, price.vat_rate, false, 4), 4) as promotion_price
    from (select distinct price_key from located) as wanted
    cross join lateral mart.regional_price(
        wanted.price_key[1], wanted.price_key[2], wanted.price_key[3], wanted.price_key[4]::date) as price
)
select located.*, supply.vat_rate, supply.contract_price, supply.promotion_price
from located
join supply using (price_key)
