select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59:59+08');
-- April, VAT included. rep1 serves two dealers, 申达 654,000.00 and 合达 436,000.00: together 1,090,000.00 is enough, though neither reaches it
-- alone.
-- rep2 serves 永达, 327.00: too little. 永达 is served by rep3 too, who sold nothing there: two where one is meant. Nobody serves 无人.
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
values ('C', 'S3', '2026-01-01', 'S3', '华东', '上海', 'direct', '-infinity', '-infinity'),
    ('C', 'S4', '2026-01-01', 'S4', '华东', '上海', 'direct', '-infinity', '-infinity'),
    ('C', 'S5', '2026-01-01', 'S5', '华东', '上海', 'direct', '-infinity', '-infinity');
delete from core.store where chain_id = 'G';
update core.store set dealer = (array['申达', '合达', '永达', '永达', '无人'])[substr(store_id, 2)::integer];
select pg_temp.answers('rep1', 'representative', 'C', 'S1'), pg_temp.answers('rep1', 'representative', 'C', 'S2'),
    pg_temp.answers('rep2', 'representative', 'C', 'S3'), pg_temp.answers('rep3', 'representative', 'C', 'S4');
select pg_temp.delivered('D1', '', 'P', 60000, on_day => '2026-04-07'),
    pg_temp.delivered('D2', '', 'P', 40000, on_day => '2026-04-07', store => 'S2'),
    pg_temp.delivered('D3', '', 'P', 30, on_day => '2026-04-07', store => 'S3');
