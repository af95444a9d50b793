select pg_temp.trade();

insert into core.responsibility (person_id, role, chain_id, city, region, store_id, valid_from, arrived_at, recorded_at) values
    ('rep1', 'representative', 'C', '', '', 'S1', '2026-01-01', '-infinity', '-infinity'), ('rep2', 'representative', 'C', '', '', 'S2', '2026-01-01', '-infinity', '-infinity'),
    ('city', 'city_manager', '', '上海', '', '', '2026-01-01', '-infinity', '-infinity'), ('region', 'region_manager', '', '', '华东', '', '2026-01-01', '-infinity', '-infinity');
select pg_temp.ordered('P0', 'P', 1, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DP0', 'P0', 'P', 1, on_day => date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.ordered('P1', 'P', 1, date '2026-05-06', store => 'S1', chain => 'C');
select pg_temp.delivered('DP1', 'P1', 'P', 1, on_day => date '2026-05-06', store => 'S1', chain => 'C');
select pg_temp.ordered('P2', 'P', 1, date '2026-05-08', store => 'S1', chain => 'C');
select pg_temp.delivered('DP2', 'P2', 'P', 1, on_day => date '2026-05-08', store => 'S1', chain => 'C');
select pg_temp.ordered('P3', 'P', 1, date '2026-05-10', store => 'S1', chain => 'C');
select pg_temp.delivered('DP3', 'P3', 'P', 1, on_day => date '2026-05-10', store => 'S1', chain => 'C');
select pg_temp.ordered('Q1', 'Q', 1, date '2026-05-20', store => 'S1', chain => 'C');
select pg_temp.delivered('DQ1', 'Q1', 'Q', 1, on_day => date '2026-05-20', store => 'S1', chain => 'C');
delete from core.store where chain_id = 'G';
