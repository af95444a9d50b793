-- Six stores; March and April come from the opening balances, May from the files. S1 leads in May alone.
select pg_temp.trade();
delete from core.store where chain_id = 'G';
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
select 'C', 'S' || n, '2026-01-01', 'S' || n, '华东', '上海', 'direct', '-infinity', '-infinity' from generate_series(3, 6) as n;
insert into core.opening_sale (chain_id, month, store_id, product_id, amount, load_id, row_number, arrived_at, recorded_at)
select 'C', month, 'S' || n, 'P', n, 9, n, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')
from generate_series(1, 6) as n, unnest(array['2026-03-01', '2026-04-01']::date[]) as month;
select pg_temp.delivered('D1', '', 'P', 10, on_day => '2026-05-05');
delete from core.opening_sale where chain_id = 'C' and month = '2026-03-01' and store_id = 'S5';
select pg_temp.clock('2026-05-31', '2026-06-30 23:59:59+08');
