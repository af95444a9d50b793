select pg_temp.trade();
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'P', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-10', date '2026-05-10', 5), (date '2026-05-11', date '2026-05-12', 0),
    (date '2026-05-14', date '2026-05-14', 5))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
select 'C', 'S2', 'P', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-10', date '2026-05-10', 5), (date '2026-05-11', date '2026-05-11', 0),
    (date '2026-05-12', date '2026-05-12', 5))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
select 'C', 'S1', 'Q', day::date, quantity, pg_temp.morning(day::date), pg_temp.morning(day::date)
from (values (date '2026-05-10', date '2026-05-10', 5), (date '2026-05-11', date '2026-05-11', 0),
    (date '2026-05-12', date '2026-05-12', 5))
    held (first_on, last_on, quantity), generate_series(first_on, last_on, interval '1 day') day;

insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-21', 'locked', '-infinity', '-infinity'),
    ('C', 'S2', 'P', '2026-05-20', 'locked', '-infinity', '-infinity'),
    ('C', 'S1', 'Q', '2026-05-09', 'locked', '-infinity', '-infinity');
create view mart.all_stock_out as
select * from mart.all_stock_out();
