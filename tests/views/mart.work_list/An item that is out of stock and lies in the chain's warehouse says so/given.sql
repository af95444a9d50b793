-- S1 goes through warehouse W, which has had 24 of P for it since the 30th. Q is out of stock and lies nowhere.
select pg_temp.trade();
update core.store set delivery_mode = 'warehouse', warehouse = 'W' where chain_id = 'C' and store_id = 'S1';
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', product, day::date, case when day = date '2026-05-31' then 0 else 100 end, pg_temp.morning(day::date),
    pg_temp.morning(day::date)
from generate_series(date '2026-05-04', date '2026-05-31', interval '1 day') day, unnest(array['P', 'Q']) product;
insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', product, day::date, 8, pg_temp.morning(day::date), pg_temp.morning(day::date)
from generate_series(date '2026-05-04', date '2026-05-31', interval '1 day') day, unnest(array['P', 'Q']) product;

select pg_temp.ordered('A1', 'P', 24, on_day => '2026-05-28'), pg_temp.delivered('N1', 'A1', 'P', 24, on_day => '2026-05-30'),
    pg_temp.ordered('A2', 'P', 12, on_day => '2026-05-30', requested => '2026-06-01'),
    pg_temp.ordered('A2', 'Q', 12, on_day => '2026-05-30', requested => '2026-06-01');
insert into core.warehouse_shipment (chain_id, shipment_number, store_id, order_number, product_id, sent_on, sent_quantity,
    arrived_quantity, arrived_at, recorded_at)
values ('C', 'D1', 'S1', '', 'Q', '2026-05-29', 12, null, '-infinity', '-infinity');
