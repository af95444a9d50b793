select pg_temp.trade();
-- Ordered on the 4th, gone from the export of the 6th, back in that of the 12th: 12 P at 10.00 missing from then on.
select pg_temp.ordered('A1', 'P', 12), pg_temp.ordered('A2', 'P', 12);
insert into core.order_line (chain_id, partition_month, order_number, store_id, product_id, account_id, ordered_on, requested_on,
    ordered_quantity,
    is_cancelled, load_id, row_number, arrived_at, recorded_at, superseded_at, superseded_recorded_at)
select chain_id, partition_month, order_number, store_id, product_id, account_id, ordered_on, requested_on, ordered_quantity, v.gone, 4, 1,
    pg_temp.morning(v.day), pg_temp.morning(v.day), coalesce(pg_temp.morning(v.until), 'infinity'),
    coalesce(pg_temp.morning(v.until), 'infinity')
from core.order_line, (values (true, date '2026-05-06', date '2026-05-12'), (false, '2026-05-12', null)) v (gone, day, until);
update core.order_line set superseded_at = pg_temp.morning('2026-05-06'), superseded_recorded_at = pg_temp.morning('2026-05-06')
    where load_id = 1;
delete from core.order_line where order_number = 'A2' and load_id = 4 and not is_cancelled;
update core.order_line set superseded_at = 'infinity', superseded_recorded_at = 'infinity' where order_number = 'A2' and load_id = 4;
