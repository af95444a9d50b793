-- The rows of mart.computed_service_difference: what was ordered against what came, and what was refused at the door, each at its agreed
-- price, before a due date or a tolerance judges it.
-- Relations that the query around it provides, all that is known or what a refresh has to compute anew: order_line, order_delivery (what
-- came for those orders), note_line (deliveries), note_order (the lines of the orders that they name).
-- Includes: fragments/prices/contract_price.sql
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
), line as materialized (
    -- Both. What nobody ordered is priced on its own day.
    select * from quantity_difference
    union all
    select * from note_difference
), priced as (
    -- What the contract says.
    select * from fragment.contract_price
)
-- The precedence of mart.agreed_price; what nobody ordered has no order's price, and the contract's counts whatever the chain's basis.
select priced.chain_id, order_number, store_id, product_id, is_free, kind, coalesce(delivery_number, '') as delivery_number, account_id,
    happened_on, quantity, ours, theirs,
    round(case
        when is_free then 0
        when (chain.price_basis = 'contract' or not is_ordered) and coalesce(promotion_price, contract_price) is not null
            then coalesce(promotion_price, contract_price)
        else mart.price_in_basis(printed_price, printed_basis = 'including', vat_rate, false, 4)
        end, 4) as agreed_price,
    our_load_id, our_row_number, their_load_id, their_row_number
from priced
join core.chain as chain using (chain_id)
