select pg_temp.trade();

select pg_temp.answers('rep1', 'representative', 'C', 'S1'), pg_temp.answers('rep2', 'representative', 'C', 'S2'),
    pg_temp.answers('city', 'city_manager', city => '上海'), pg_temp.answers('region', 'region_manager', region => '华东');
update core.store set dealer = '申达' where chain_id = 'C';
select pg_temp.ordered('O1', 'P', 100000, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 100000, on_day => date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 90000, date '2026-05-05', store => 'S2', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'P', 90000, on_day => date '2026-05-05', store => 'S2', chain => 'C');
select pg_temp.ordered('O3', 'P', 9, date '2026-05-05', store => 'S1', chain => 'G');
select pg_temp.delivered('DO3', 'O3', 'P', 9, on_day => date '2026-05-05', store => 'S1', chain => 'G');
