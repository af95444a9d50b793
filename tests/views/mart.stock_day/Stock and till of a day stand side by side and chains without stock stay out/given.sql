select pg_temp.trade();

insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'P', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-28', date '2026-05-28', 30), (date '2026-05-29', date '2026-05-29', 20))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'P', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-28', date '2026-05-28', 6))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, arrived_at, recorded_at)
select 'G', 'S1', 'P', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-28', date '2026-05-28', 6))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

-- The chain's own warehouse is no store.
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
values ('C', '', 'P', '2026-05-29', 900, '-infinity', '-infinity');
