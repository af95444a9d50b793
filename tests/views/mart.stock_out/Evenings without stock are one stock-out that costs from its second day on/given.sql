select pg_temp.trade();
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'P', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-04', date '2026-05-13', 20), (date '2026-05-14', date '2026-05-16', 0),
    (date '2026-05-17', date '2026-05-31', 30))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'P', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-04', date '2026-05-14', 10), (date '2026-05-15', date '2026-05-15', 0),
    (date '2026-05-16', date '2026-05-16', 4), (date '2026-05-17', date '2026-05-31', 10))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;
