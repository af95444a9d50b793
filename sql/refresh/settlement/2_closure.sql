-- One step along the documents: orders found in the step before bring their notes, notes their orders. Returns how many were added;
-- repeated until none. Parameter: @step, from 1.
with more_notes as (
    insert into touched_note (chain_id, delivery_number, step)
    select distinct t.chain_id, d.delivery_number, @step
    from touched_order t
    cross join lateral (
        select delivery_number from core.delivery_line d where d.chain_id = t.chain_id and d.order_number = t.order_number offset 0) d
    where t.step = @step - 1
    on conflict do nothing
    returning 1
),
-- The orders of the notes found last.
more_orders as (
    insert into touched_order (chain_id, order_number, step)
    select distinct t.chain_id, d.order_number, @step
    from touched_note t
    cross join lateral (
        select order_number from core.delivery_line d where d.chain_id = t.chain_id and d.delivery_number = t.delivery_number offset 0) d
    where t.step = @step - 1 and d.order_number <> ''
    on conflict do nothing
    returning 1
)
select (select count(*) from more_notes) + (select count(*) from more_orders)
