select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59:59+08');

select pg_temp.answers('rep1', 'representative', 'C', 'S1'), pg_temp.answers('rep2', 'representative', 'C', 'S2'),
    pg_temp.answers('city', 'city_manager', city => '上海'), pg_temp.answers('region', 'region_manager', region => '华东');

update core.store set area_m2 = 2000, checkouts = 5;
delete from core.store where chain_id = 'G';
-- Of April something is known.
select pg_temp.ordered('O1', 'P', 9, date '2026-04-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 9, on_day => date '2026-04-04', store => 'S1', chain => 'C');
