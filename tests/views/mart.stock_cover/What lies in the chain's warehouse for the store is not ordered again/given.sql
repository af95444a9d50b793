-- 8 a day, 23 left: 33 are missing up to seven days. S1 goes through warehouse W, which tells what it sends from the 29th on and has 24 of
-- P for S1 since the 30th.
select pg_temp.trade();
update core.store set delivery_mode = 'warehouse', warehouse = 'W' where chain_id = 'C' and store_id = 'S1';
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'P', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-04', date '2026-05-30', 100), (date '2026-05-31', date '2026-05-31', 23))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'P', day::date, 8, pg_temp.morning(day::date), pg_temp.morning(day::date)
from generate_series(date '2026-05-04', date '2026-05-31', interval '1 day') day;

select pg_temp.ordered('A1', 'P', 24, on_day => '2026-05-28'), pg_temp.delivered('N1', 'A1', 'P', 24, on_day => '2026-05-30');
insert into core.warehouse_shipment (chain_id, shipment_number, store_id, order_number, product_id, sent_on, sent_quantity,
    arrived_quantity, arrived_at, recorded_at)
values ('C', 'D1', 'S1', '', 'Q', '2026-05-29', 12, null, '-infinity', '-infinity');
