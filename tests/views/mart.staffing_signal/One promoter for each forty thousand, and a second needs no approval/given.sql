select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59:59+08');

select pg_temp.answers('rep1', 'representative', 'C', 'S1'), pg_temp.answers('rep2', 'representative', 'C', 'S2'),
    pg_temp.answers('city', 'city_manager', city => '上海'), pg_temp.answers('region', 'region_manager', region => '华东');

insert into core.store_staff (chain_id, store_id, valid_from, promoters, arrived_at, recorded_at)
values ('C', 'S1', '2026-01-01', 2, '-infinity', '-infinity'), ('C', 'S2', '2026-01-01', 1, '-infinity', '-infinity');
select pg_temp.ordered('O1', 'P', 7000, date '2026-04-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 7000, on_day => date '2026-04-04', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 3670, date '2026-04-04', store => 'S2', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'P', 3670, on_day => date '2026-04-04', store => 'S2', chain => 'C');
