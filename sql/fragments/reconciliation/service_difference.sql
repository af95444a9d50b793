-- The rows of mart.computed_service_difference: what was ordered against what came, and what was refused at the door, each at its agreed
-- price, before a due date or a tolerance judges it.
-- Relations that the query around it provides, all that is known or what a refresh has to compute anew: order_line, order_delivery (what
-- came for those orders), note_line (deliveries), note_order (the lines of the orders that they name).
-- Included by: refresh/figures/3_computed.sql, views/reconciliation/mart.computed_service_difference.sql
with delivered as (
    -- Added up by order line. A store that signs for more than the note says was shipped that much. The last delivery is shown as the
    -- source row.
    select chain_id, order_number, store_id, product_id, is_free, sum(greatest(shipped_quantity, received_quantity)) as shipped_quantity,
        max(received_on) as received_on,
        max(array[to_char(received_on, 'YYYYMMDD'), delivery_number, load_id::text, row_number::text]) as last_row
    from order_delivery
    group by chain_id, order_number, store_id, product_id, is_free
), quantity_difference as (
    -- Ordered against shipped, by order line. What is cancelled and never came is no difference.
    select chain_id,
        case when coalesce(shipped_quantity, 0) > ordered_quantity then 'over_delivered' when coalesce(shipped_quantity, 0) = 0
            then 'not_delivered' else 'short_delivered' end as kind,
        account_id, order_number, delivered.last_row[2] as delivery_number, store_id, product_id, is_free,
        case when shipped_quantity > ordered_quantity then received_on else requested_on end as happened_on,
        ordered_quantity - coalesce(shipped_quantity, 0) as quantity, ordered_quantity as ours, coalesce(shipped_quantity, 0) as theirs,
        true as is_ordered, ordered_on as priced_on, printed_price, printed_basis, load_id as our_load_id, row_number as our_row_number,
        delivered.last_row[3]::bigint as their_load_id, delivered.last_row[4]::integer as their_row_number
    from order_line
    left join delivered using (chain_id, order_number, store_id, product_id, is_free)
    where coalesce(shipped_quantity, 0) <> ordered_quantity and not (is_cancelled and coalesce(shipped_quantity, 0) = 0)
), note_difference as (
    -- Goods that were refused at the door, and deliveries without a known order.
    select note.chain_id, found.kind, note.account_id, note.order_number, note.delivery_number, note.store_id, note.product_id,
        note.is_free, note.received_on, found.quantity, found.ours, found.theirs, ordered.chain_id is not null,
        coalesce(ordered.ordered_on, note.received_on), ordered.printed_price, ordered.printed_basis, null::bigint, null::integer,
        note.load_id, note.row_number
    from note_line as note
    left join note_order as ordered using (chain_id, order_number, store_id, product_id, is_free)
    cross join lateral (values
        ('rejected', greatest(note.shipped_quantity, note.received_quantity) - note.received_quantity,
            greatest(note.shipped_quantity, note.received_quantity), note.received_quantity),
        ('unordered_delivery', case when ordered.chain_id is null then -greatest(note.shipped_quantity, note.received_quantity) else 0 end,
            0, greatest(note.shipped_quantity, note.received_quantity))) as found (kind, quantity, ours, theirs)
    where found.quantity <> 0
), difference as materialized (
    -- Both. What nobody ordered is priced on its own day.
    select * from quantity_difference
    union all
    select * from note_difference
), place as materialized (
    -- Where each store lay on each date: asked once per store and date, and joined by one key, as in fragments/prices/printed_price.sql.
    select array[dated.chain_id, dated.store_id, dated.priced_on::text] as place_key, coalesce(store.region, '') as region
    from (select distinct chain_id, store_id, priced_on from difference) as dated
    left join lateral (
        select s.region from core.store as s
        where s.chain_id = dated.chain_id and s.store_id = dated.store_id and dated.priced_on between s.valid_from and s.valid_to
          and core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
        order by s.valid_from desc, s.arrived_at desc limit 1) as store on true
), located as materialized (
    -- Each with what its price depends on.
    select difference.*, place.region,
        array[difference.chain_id, place.region, difference.product_id, difference.priced_on::text] as price_key
    from difference
    join place on place.place_key = array[difference.chain_id, difference.store_id, difference.priced_on::text]
), supply as materialized (
    -- What the contract says, without VAT, asked once per region, product and date.
    select wanted.price_key, price.vat_rate,
        mart.price_in_basis(price.contract_price, price.contract_including, price.vat_rate, false, 4) as contract_price,
        mart.price_in_basis(price.promotion_price, price.promotion_including, price.vat_rate, false, 4) as promotion_price
    from (select distinct price_key, chain_id, region, product_id, priced_on from located) as wanted
    cross join lateral mart.regional_price(wanted.chain_id, wanted.region, wanted.product_id, wanted.priced_on) as price
)
-- The precedence of mart.agreed_price; what nobody ordered has no order's price, and the contract's counts whatever the chain's basis.
select difference.chain_id, difference.order_number, difference.store_id, difference.product_id, difference.is_free, difference.kind,
    coalesce(difference.delivery_number, '') as delivery_number, difference.account_id, difference.happened_on, difference.quantity,
    difference.ours, difference.theirs,
    round(case
        when difference.is_free then 0
        when (chain.price_basis = 'contract' or not difference.is_ordered)
            and coalesce(supply.promotion_price, supply.contract_price) is not null
            then coalesce(supply.promotion_price, supply.contract_price)
        else mart.price_in_basis(difference.printed_price, difference.printed_basis = 'including', supply.vat_rate, false, 4)
        end, 4) as agreed_price,
    difference.our_load_id, difference.our_row_number, difference.their_load_id, difference.their_row_number
from located as difference
join core.chain as chain using (chain_id)
join supply using (price_key)
