-- The rows of mart.computed_fulfilment, from order_line and delivery_line, which the query around it provides: all that is known, or
-- what a refresh has to compute anew.
-- Included by: refresh/figures/3_computed.sql, views/orders/mart.computed_fulfilment.sql
with delivered as (
    -- Several notes may answer one order line; they add up.
    select chain_id, order_number, store_id, product_id, is_free,
        sum(shipped_quantity) as shipped_quantity, sum(received_quantity) as received_quantity, max(received_on) as last_received_on
    from delivery_line
    group by chain_id, order_number, store_id, product_id, is_free
)
select chain_id, order_number, store_id, product_id, is_free, account_id, ordered_on, requested_on, ordered_quantity,
    coalesce(delivered.shipped_quantity, 0) as shipped_quantity, coalesce(delivered.received_quantity, 0) as received_quantity,
    delivered.last_received_on, load_id, row_number
from order_line
left join delivered using (chain_id, order_number, store_id, product_id, is_free)
