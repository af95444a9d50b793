-- The rows of mart.computed_supply_line, from delivery_line and order_line, which the query around it provides: all that is known, or
-- what a refresh has to compute anew.
-- Included by: refresh/figures/3_computed.sql, views/sales/mart.computed_supply_line.sql
with movement as materialized (
    -- Signed quantities; a return counts against its own day. The order gives the price date, and the price where nothing was agreed.
    select delivery.chain_id, delivery.delivery_number, delivery.store_id, delivery.order_number, delivery.product_id, delivery.is_free,
        delivery.kind = 'return' as is_return, ordered.chain_id is not null as is_ordered, delivery.received_on, delivery.received_quantity,
        coalesce(ordered.ordered_on, delivery.received_on) as priced_on,
        ordered.printed_price, ordered.printed_basis = 'including' as printed_including
    from delivery_line as delivery
    left join order_line as ordered
        on ordered.chain_id = delivery.chain_id and ordered.order_number = delivery.order_number and ordered.store_id = delivery.store_id
        and ordered.product_id = delivery.product_id and ordered.is_free = delivery.is_free and delivery.kind = 'delivery'
        and delivery.order_number <> ''
), place as materialized (
    -- Where each store lay on each of its dates: asked once per store and date, not once per line. One key of a whole row is asked for
    -- and joined below instead of its columns: of several columns without statistics the planner expects next to nothing, and loops; of
    -- rows that are distinct in more than the key, that each line meets hundreds, and splits its hash tables into thousands of files.
    select dated.place_key, store.region, store.city
    from (
        select distinct place_key
        from (
            select array[chain_id, store_id, priced_on::text] as place_key from movement
            union all
            select array[chain_id, store_id, received_on::text] from movement) as day) as dated
    left join lateral (
        select s.region, s.city from core.store as s
        where s.chain_id = dated.place_key[1] and s.store_id = dated.place_key[2]
          and dated.place_key[3]::date between s.valid_from and s.valid_to
          and core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
        order by s.valid_from desc, s.arrived_at desc limit 1) as store on true
), located as materialized (
    -- Each line with where its store lay when the goods came, and with what its price depends on: the region of the price date.
    select movement.*, place.region, place.city, coalesce(priced_place.region, '') as priced_region,
        array[movement.chain_id, coalesce(priced_place.region, ''), movement.product_id, movement.priced_on::text] as price_key
    from movement
    join place on place.place_key = array[movement.chain_id, movement.store_id, movement.received_on::text]
    join place as priced_place on priced_place.place_key = array[movement.chain_id, movement.store_id, movement.priced_on::text]
), supply as materialized (
    -- What the contract says, asked once per region, product and date.
    select wanted.price_key, price.vat_rate, price.contract_price, price.contract_including, price.promotion_price,
        price.promotion_including
    from (select distinct price_key from located) as wanted
    cross join lateral mart.regional_price(
        wanted.price_key[1], wanted.price_key[2], wanted.price_key[3], wanted.price_key[4]::date) as price
), priced as (
    -- The same order of precedence as everywhere: promotion, contract, the order's own price; free goods cost nothing.
    select located.*, supply.vat_rate,
        case
            when located.is_free then 0
            when chain.price_basis = 'contract' and supply.promotion_price is not null
                then mart.price_in_basis(supply.promotion_price, supply.promotion_including, supply.vat_rate, false, 4)
            when chain.price_basis = 'contract' and supply.contract_price is not null
                then mart.price_in_basis(supply.contract_price, supply.contract_including, supply.vat_rate, false, 4)
            else mart.price_in_basis(located.printed_price, located.printed_including, supply.vat_rate, false, 4)
        end as unit_price
    from located
    join core.chain as chain using (chain_id)
    join supply using (price_key)
)
select chain_id, delivery_number, store_id, order_number, product_id, is_free, is_return, is_ordered,
    received_on, date_trunc('month', received_on)::date as month, region, city, received_quantity, unit_price,
    case when is_return then -1 else 1 end * round(received_quantity * unit_price, 2) as net_amount,
    case when is_return then -1 else 1 end * mart.worth(received_quantity, unit_price, vat_rate, false) as net_amount_including
from priced
