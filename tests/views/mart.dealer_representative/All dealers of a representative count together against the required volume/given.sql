select pg_temp.trade();
-- rep1 serves two dealers: 654,000.00 and 436,000.00 with VAT are 1,090,000.00 together; rep2 serves one for all channels, which is not
-- asked.
delete from core.store where chain_id = 'G';
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, dealer, arrived_at, recorded_at)
values ('C', 'S3', '2026-01-01', 'S3', '华东', '上海', 'direct', '全通', '-infinity', '-infinity'),
    ('C', 'S4', '2026-01-01', 'S4', '华东', '上海', 'direct', '永达', '-infinity', '-infinity');
update core.store set dealer = case store_id when 'S1' then '申达' else '合达' end where store_id in ('S1', 'S2');
insert into core.dealer (dealer, valid_from, serves_all_channels, arrived_at, recorded_at)
    values ('全通', '2026-01-01', true, '-infinity', '-infinity');
select pg_temp.answers('rep1', 'representative', 'C', 'S1'), pg_temp.answers('rep1', 'representative', 'C', 'S2'),
    pg_temp.answers('rep2', 'representative', 'C', 'S3'), pg_temp.answers('rep3', 'representative', 'C', 'S4');
select pg_temp.delivered('D1', '', 'P', 60000, on_day => '2026-05-07'),
    pg_temp.delivered('D2', '', 'P', 40000, on_day => '2026-05-07', store => 'S2'),
    pg_temp.delivered('D3', '', 'P', 30, on_day => '2026-05-07', store => 'S3'),
    pg_temp.delivered('D4', '', 'P', 30, on_day => '2026-05-07', store => 'S4');
