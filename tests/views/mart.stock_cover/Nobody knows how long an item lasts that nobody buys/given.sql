select pg_temp.trade();
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'P', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-31', date '2026-05-31', 0))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'P', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-04', date '2026-05-31', 0))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
select 'C', 'S2', 'Q', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-31', date '2026-05-31', 0))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

update core.chain_item set delisted_on = '2026-05-01' where chain_id = 'C' and product_id = 'Q';
