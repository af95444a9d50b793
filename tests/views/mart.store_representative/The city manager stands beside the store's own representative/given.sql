select pg_temp.trade();

insert into core.responsibility (person_id, role, chain_id, city, region, store_id, valid_from, arrived_at, recorded_at) values
    ('rep1', 'representative', 'C', '', '', 'S1', '2026-01-01', '-infinity', '-infinity'),
    ('rep2', 'representative', 'C', '', '', 'S2', '2026-01-01', '-infinity', '-infinity'),
    ('city', 'city_manager', '', '上海', '', '', '2026-01-01', '-infinity', '-infinity'),
    ('region', 'region_manager', '', '', '华东', '', '2026-01-01', '-infinity', '-infinity');
delete from core.store where chain_id = 'G';
