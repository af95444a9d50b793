select pg_temp.trade(), pg_temp.clock('2026-05-10', '2026-05-10 23:59:59+08');
select pg_temp.ordered('A1', 'P', 12), pg_temp.ordered('A2', 'P', 24);
insert into core.order_line (chain_id, partition_month, order_number, store_id, product_id, account_id, ordered_on, requested_on,
    ordered_quantity,
    is_cancelled, load_id, row_number, arrived_at, recorded_at, superseded_at, superseded_recorded_at)
select chain_id, partition_month, order_number, store_id, product_id, account_id, ordered_on, requested_on, ordered_quantity, v.gone, 4, 1,
    pg_temp.morning(v.day), pg_temp.morning(v.day), coalesce(pg_temp.morning(v.until), 'infinity'),
    coalesce(pg_temp.morning(v.until), 'infinity')
from core.order_line, (values (true, date '2026-05-06', date '2026-05-12'), (false, '2026-05-12', null)) v (gone, day, until)
    where order_number = 'A1';
update core.order_line set superseded_at = pg_temp.morning('2026-05-06'), superseded_recorded_at = pg_temp.morning('2026-05-06')
    where load_id = 1 and order_number = 'A1';
