-- Which delivery lines each settlement line belongs to: one row for each, or one without a delivery.
-- Relations that the query around it provides: line, dated.
-- Included by: fragments/reconciliation/settlement.sql
with
-- Which delivery lines a settlement line could belong to. The note number decides; only a line without one goes by its order
-- number. Each arm is a join of its own, so that each can be a hash join.
candidate as (
    select l.*, d.delivery_id, d.delivery_number as d_delivery, d.store_id as d_store, d.order_number as d_order, d.product_id as d_product,
        d.is_free as d_free, d.received_on as d_received_on, d.received_quantity as d_received
    from line l
    left join dated d on d.chain_id = l.chain_id and array[d.delivery_number, d.product_id] = array[l.delivery_number, l.product_id]
        and d.is_return = l.is_return and l.store_id in ('', d.store_id)
    where l.delivery_number <> '' and l.product_id is not null
    union all
    select l.*, d.delivery_id, d.delivery_number, d.store_id, d.order_number, d.product_id, d.is_free, d.received_on, d.received_quantity
    from line l
    left join dated d on d.chain_id = l.chain_id and array[d.order_number, d.product_id] = array[l.order_number, l.product_id]
        and d.is_return = l.is_return and l.store_id in ('', d.store_id)
    where l.delivery_number = '' and l.order_number <> '' and l.product_id is not null
    union all
    select l.*, d.delivery_id, d.delivery_number, d.store_id, d.order_number, d.product_id, d.is_free, d.received_on, d.received_quantity
    from line l
    left join dated d on d.chain_id = l.chain_id and d.delivery_number = l.delivery_number
        and d.is_return = l.is_return and l.store_id in ('', d.store_id)
    where l.delivery_number <> '' and l.product_id is null
    union all
    select l.*, d.delivery_id, d.delivery_number, d.store_id, d.order_number, d.product_id, d.is_free, d.received_on, d.received_quantity
    from line l
    left join dated d on d.chain_id = l.chain_id and d.order_number = l.order_number
        and d.is_return = l.is_return and l.store_id in ('', d.store_id)
    where l.delivery_number = '' and l.order_number <> '' and l.product_id is null
    union all
    select l.*, null, null, null, null, null, null, null, null
    from line l
    where l.delivery_number = '' and l.order_number = '' and not l.is_consigned
),
-- Paid goods go to paid lines and free goods to free ones where there is a choice.
counted as (
    select c.*, count(*) over line_of as deliveries, count(*) filter (where c.d_free = c.is_free) over line_of as alike
    from candidate c
    window line_of as (partition by line_id)
)
-- The deliveries that are left for each line, and whether it has to be shared among several.
select c.*, case when alike > 0 then alike else deliveries end as shares,
    case when alike > 0 then alike else deliveries end > 1 as is_shared
from counted c
where c.product_id is null or c.delivery_id is null or alike = 0 or c.d_free = c.is_free
