-- One step along the documents: orders bring their notes, notes bring their orders. Returns how many were added; repeated until none.
with more_notes as (
    insert into touched_note
    select distinct d.chain_id, d.delivery_number
    from touched_order t
    join core.delivery_line d on d.chain_id = t.chain_id and d.order_number = t.order_number
    on conflict do nothing
    returning 1
),
more_orders as (
    insert into touched_order
    select distinct d.chain_id, d.order_number
    from touched_note t
    join core.delivery_line d on d.chain_id = t.chain_id and d.delivery_number = t.delivery_number
    where d.order_number <> ''
    on conflict do nothing
    returning 1
)
select (select count(*) from more_notes) + (select count(*) from more_orders)
