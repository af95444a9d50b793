-- A line that could belong to several deliveries, shared among them along one axis of quantity.
-- Relations that the query around it provides: eligible.
-- Included by: fragments/reconciliation/settlement.sql
with
-- Where a line could belong to several deliveries, both sides are laid out along one axis of quantity: deliveries oldest first,
-- lines in statement order. What lines that name the note have settled is no longer room for lines that name only the order.
named as (
    select delivery_id, sum(quantity) as quantity
    from eligible
    where delivery_number <> '' and product_id is not null and not is_shared and delivery_id is not null
    group by delivery_id
),
-- How much each delivery has left for lines that name only the order.
roomy as (
    select e.*, case when e.delivery_number <> '' then e.d_received
        else greatest(e.d_received - greatest(coalesce(n.quantity, 0), 0), 0) end as room
    from eligible e
    left join named n using (delivery_id)
    where e.is_shared and e.product_id is not null
),
-- Where each line and each delivery ends on that axis.
placed as (
    select r.*,
        sum(quantity) over along_lines as line_end,
        sum(room) over along_deliveries as room_end,
        row_number() over along_deliveries = 1 as is_oldest,
        row_number() over along_deliveries = shares as is_newest
    from roomy r
    window
        along_lines as (partition by delivery_id, delivery_number, order_number, store_id, product_id, is_free, is_return
            order by statement_key, line_number rows unbounded preceding),
        along_deliveries as (partition by line_id
            order by d_received_on, d_delivery, d_store, d_order, d_free rows unbounded preceding)
),
-- The overlap of a line's stretch with a delivery's stretch; the oldest reaches back, the newest forward without end.
overlapping as (
    select p.*, sign(quantity) * greatest(0,
        least(greatest(line_end, line_end - quantity), case when is_newest then 'infinity' else room_end end)
        - greatest(least(line_end, line_end - quantity), case when is_oldest then '-infinity' else room_end - room end)) as share
    from placed p
)
-- The shares that are not empty, their amounts rounded.
select o.*, case when quantity = 0 then amount else round(amount * share / quantity, 2) end as rounded,
    row_number() over from_newest = 1 as is_last
from overlapping o
where share <> 0 or (quantity = 0 and is_newest)
window from_newest as (partition by line_id
    order by d_received_on desc, d_delivery desc, d_store desc, d_order desc, d_free desc)
