-- Goods that the statements of one file settle before they were received, by note.
-- Parameters: @load, @chain, @per_store (whether numbers are unique only with the store).
with settled as (
    select l.delivery_number, case when @per_store then l.store_id end as store_id, greatest(s.period_to, s.stated_on) as closed_on,
           min(l.row_number) as row_number, count(*) as row_count
    from staging.statement_line l
    join staging.statement s on s.load_id = @load and s.statement_number = l.statement_number
    where l.load_id = @load and l.kind = 'goods' and l.delivery_number <> ''
    group by 1, 2, 3
)
select settled.row_number, 'settled_before_delivered' as rule, 'delivery_number' as field, settled.closed_on as found, settled.row_count,
       format('不早于送货单 %s 的签收日 not before its delivery %s of %s', settled.delivery_number, settled.delivery_number,
           to_char(note.received_on, 'YYYY-MM-DD')) as expected
from settled
cross join lateral (
    select d.received_on from core.delivery_line d
    where d.chain_id = @chain and d.delivery_number = settled.delivery_number and d.superseded_at = 'infinity' and d.kind = 'delivery'
      and (settled.store_id is null or d.store_id = settled.store_id)
      and d.received_on > settled.closed_on and d.partition_month >= date_trunc('month', settled.closed_on)
    limit 1) note
where not exists (
    select from core.delivery_line d
    where d.chain_id = @chain and d.delivery_number = settled.delivery_number and d.superseded_at = 'infinity' and d.kind = 'delivery'
      and (settled.store_id is null or d.store_id = settled.store_id) and d.received_on <= settled.closed_on)
