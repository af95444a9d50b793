select pg_temp.trade();
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'P', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-20', date '2026-05-20', 9), (date '2026-05-21', date '2026-05-23', 0))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

select pg_temp.ordered('A1', 'P', 56, date '2026-05-09');
select pg_temp.delivered('DA1', 'A1', 'P', 56, on_day => date '2026-05-11');
