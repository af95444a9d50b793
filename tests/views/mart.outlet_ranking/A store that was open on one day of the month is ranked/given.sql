select pg_temp.trade();
delete from core.store where chain_id = 'G' or store_id = 'S2';
insert into core.store (chain_id, store_id, valid_from, valid_to, name, region, city, delivery_mode, arrived_at, recorded_at) values
    ('C', 'FIRST', '2026-01-01', '2026-05-01', 'S', '华东', '上海', 'direct', '-infinity', '-infinity'),
    ('C', 'GONE', '2026-01-01', '2026-04-30', 'S', '华东', '上海', 'direct', '-infinity', '-infinity'),
    ('C', 'LAST', '2026-05-31', 'infinity', 'S', '华东', '上海', 'direct', '-infinity', '-infinity');
select pg_temp.delivered('D1', '', 'P', 10, on_day => '2026-05-10');
