select pg_temp.trade();

update core.product set launched_on = '2026-05-01';
delete from core.store where chain_id = 'G';

insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
values ('C', 'S3', '2026-05-18', 'S3', '华东', '上海', 'direct', '-infinity', '-infinity');
update core.product set launched_on = '2025-12-01' where product_id = 'Q';
select pg_temp.ordered('O1', 'P', 1, date '2026-05-29', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 1, on_day => date '2026-05-29', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 1, date '2026-05-30', store => 'S2', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'P', 1, on_day => date '2026-05-30', store => 'S2', chain => 'C');

insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
values ('C', 'S4', '2026-01-01', 'S4', '华东', '上海', 'direct', '-infinity', '-infinity');
