-- Orders of one file placed after their goods were received, by document.
-- Parameters: @load, @chain, @far (days within which a receipt is looked for), @per_store.
with placed as (
    select order_number, store_id, min(ordered_on) as ordered_on, min(row_number) as row_number, count(*) as row_count
    from staging.order_line
    where load_id = @load and origin is distinct from 'manual'
    group by order_number, store_id
)
select placed.row_number, 'delivered_before_ordered' as rule, 'ordered_on' as field, placed.ordered_on as found, placed.row_count,
       format('不晚于送货单 %s 的签收日 not after its delivery %s of %s', note.delivery_number, note.delivery_number,
           to_char(note.received_on, 'YYYY-MM-DD')) as expected
from placed
cross join lateral (
    select d.delivery_number, d.received_on from core.delivery_line d
    where d.chain_id = @chain and d.order_number = placed.order_number and d.store_id = placed.store_id and d.superseded_at = 'infinity'
      and d.kind = 'delivery' and d.received_on < placed.ordered_on
      and d.partition_month between date_trunc('month', placed.ordered_on - @far) and placed.ordered_on
    limit 1) note
