select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59:59+08');

insert into core.responsibility (person_id, role, chain_id, city, region, store_id, valid_from, arrived_at, recorded_at) values
    ('rep1', 'representative', 'C', '', '', 'S1', '2026-01-01', '-infinity', '-infinity'),
    ('rep2', 'representative', 'C', '', '', 'S2', '2026-01-01', '-infinity', '-infinity'),
    ('city', 'city_manager', '', '上海', '', '', '2026-01-01', '-infinity', '-infinity'),
    ('region', 'region_manager', '', '', '华东', '', '2026-01-01', '-infinity', '-infinity');

update core.store set area_m2 = 2000, checkouts = 5;
delete from core.store where chain_id = 'G';
-- Of April something is known.
select pg_temp.ordered('O1', 'P', 9, date '2026-04-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 9, on_day => date '2026-04-04', store => 'S1', chain => 'C');
