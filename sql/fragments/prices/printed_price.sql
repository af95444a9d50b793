-- What each order line says of its price, without VAT, beside what was agreed for its date.
-- Relations that the query around it provides: order_line.
-- Included by: fragments/prices/price_finding.sql
with place as materialized (
    -- Where each store lay on each order date: asked once per store and date, not once per line. One key of a whole row is joined
    -- below instead of its columns: of several columns without statistics the planner expects next to nothing, and loops.
    select array[dated.chain_id, dated.store_id, dated.ordered_on::text] as place_key, coalesce(store.region, '') as region
    from (select distinct chain_id, store_id, ordered_on from order_line) as dated
    left join lateral (
        select s.region from core.store as s
        where s.chain_id = dated.chain_id and s.store_id = dated.store_id and dated.ordered_on between s.valid_from and s.valid_to
          and core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
        order by s.valid_from desc, s.arrived_at desc limit 1) as store on true
), located as materialized (
    -- Each line with what its agreed price depends on.
    select line.*, place.region, array[line.chain_id, place.region, line.product_id, line.ordered_on::text] as price_key
    from order_line as line
    join place on place.place_key = array[line.chain_id, line.store_id, line.ordered_on::text]
), supply as materialized (
    -- What the contract says, without VAT, asked once per region, product and date.
    select wanted.price_key, price.vat_rate,
        round(mart.price_in_basis(price.contract_price, price.contract_including, price.vat_rate, false, 4), 4) as contract_price,
        round(mart.price_in_basis(price.promotion_price, price.promotion_including, price.vat_rate, false, 4), 4) as promotion_price
    from (select distinct price_key, chain_id, region, product_id, ordered_on from located) as wanted
    cross join lateral mart.regional_price(wanted.chain_id, wanted.region, wanted.product_id, wanted.ordered_on) as price
)
-- What the order says, without VAT, beside what was agreed for its date (the precedence of mart.agreed_price).
select line.*, array[line.chain_id, line.order_number, line.product_id] as line_key, supply.contract_price, supply.promotion_price,
    supply.vat_rate,
    round(mart.price_in_basis(line.printed_price, line.printed_basis = 'including', supply.vat_rate, false, 4), 4) as found_price,
    case when chain.price_basis = 'contract' then coalesce(supply.promotion_price, supply.contract_price) end as agreed_price
from located as line
join core.chain as chain using (chain_id)
join supply using (price_key)
