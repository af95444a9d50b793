select pg_temp.trade();

insert into core.responsibility (person_id, role, chain_id, city, region, store_id, valid_from, arrived_at, recorded_at) values
    ('rep1', 'representative', 'C', '', '', 'S1', '2026-01-01', '-infinity', '-infinity'),
    ('rep2', 'representative', 'C', '', '', 'S2', '2026-01-01', '-infinity', '-infinity'),
    ('city', 'city_manager', '', '上海', '', '', '2026-01-01', '-infinity', '-infinity'),
    ('region', 'region_manager', '', '', '华东', '', '2026-01-01', '-infinity', '-infinity');
update core.store set dealer = '申达' where chain_id = 'C';
select pg_temp.ordered('O1', 'P', 100000, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 100000, on_day => date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 90000, date '2026-05-05', store => 'S2', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'P', 90000, on_day => date '2026-05-05', store => 'S2', chain => 'C');
select pg_temp.ordered('O3', 'P', 9, date '2026-05-05', store => 'S1', chain => 'G');
select pg_temp.delivered('DO3', 'O3', 'P', 9, on_day => date '2026-05-05', store => 'S1', chain => 'G');
