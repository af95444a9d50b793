-- Deliveries of one file received before the day of their order, or after the statement that settles them, by document.
-- Parameters: @load, @chain, @per_store (whether numbers are unique only with the store), @far (days within which a statement is looked
-- for).
with note as (
    select delivery_number, order_number, store_id, min(received_on) as first_on, min(row_number) as row_number, count(*) as row_count
    from staging.delivery_line
    where load_id = @load and kind = 'delivery'
    group by delivery_number, order_number, store_id
)
select note.row_number, 'delivered_before_ordered' as rule, 'received_on' as field, note.first_on as found, note.row_count,
       format('不早于订单 %s 的订货日 not before order %s of %s', note.order_number, note.order_number, to_char(placed.ordered_on, 'YYYY-MM-DD'))
           as expected
from note
-- A manual order may be written up after its goods went.
cross join lateral (
    select o.ordered_on from core.order_line o
    where o.chain_id = @chain and o.order_number = note.order_number and o.store_id = note.store_id and o.superseded_at = 'infinity'
      and o.origin = 'electronic' and o.ordered_on > note.first_on and o.partition_month >= date_trunc('month', note.first_on)
    limit 1) placed
where note.order_number <> ''
union all
select note.row_number, 'settled_before_delivered', 'received_on', note.first_on, note.row_count,
       format('不晚于对账单 %s not after statement %s of %s', settled.statement_number, settled.statement_number,
           to_char(settled.closed_on, 'YYYY-MM-DD'))
from note
cross join lateral (
    select s.statement_number, greatest(s.period_to, s.stated_on) as closed_on
    from core.statement_line l
    join core.statement s on s.chain_id = l.chain_id and s.statement_number = l.statement_number and s.superseded_at = 'infinity'
    where l.chain_id = @chain and l.delivery_number = note.delivery_number and l.superseded_at = 'infinity' and l.kind = 'goods'
      and (not @per_store or l.store_id = note.store_id) and greatest(s.period_to, s.stated_on) < note.first_on
      and l.partition_month between date_trunc('month', note.first_on - @far) and note.first_on
    limit 1) settled
