select pg_temp.trade();
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'P', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-20', date '2026-05-20', 9), (date '2026-05-21', date '2026-05-21', 0),
    (date '2026-05-22', date '2026-05-22', 1), (date '2026-05-30', date '2026-05-31', 0))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'P', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-20', date '2026-05-20', 3), (date '2026-05-21', date '2026-05-21', 9),
    (date '2026-05-22', date '2026-05-22', 0), (date '2026-05-30', date '2026-05-30', 1),
    (date '2026-05-31', date '2026-05-31', 0))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;
