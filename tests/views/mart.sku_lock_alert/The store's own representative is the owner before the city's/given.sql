select pg_temp.trade();
select pg_temp.ordered('P1', 'P', 10, date '2026-05-04', store => 'S1');
select pg_temp.delivered('DP1', 'P1', 'P', 10, on_day => date '2026-05-04' + 2, store => 'S1');
select pg_temp.ordered('P2', 'P', 10, date '2026-05-06', store => 'S1');
select pg_temp.delivered('DP2', 'P2', 'P', 10, on_day => date '2026-05-06' + 2, store => 'S1');
select pg_temp.ordered('P3', 'P', 10, date '2026-05-08', store => 'S1');
select pg_temp.delivered('DP3', 'P3', 'P', 10, on_day => date '2026-05-08' + 2, store => 'S1');
select pg_temp.ordered('P4', 'P', 10, date '2026-05-10', store => 'S1');
select pg_temp.delivered('DP4', 'P4', 'P', 10, on_day => date '2026-05-10' + 2, store => 'S1');
select pg_temp.ordered('Q1', 'Q', 10, date '2026-05-12', store => 'S1');
select pg_temp.delivered('DQ1', 'Q1', 'Q', 10, on_day => date '2026-05-12' + 2, store => 'S1');
select pg_temp.ordered('Q2', 'Q', 10, date '2026-05-20', store => 'S1');
select pg_temp.delivered('DQ2', 'Q2', 'Q', 10, on_day => date '2026-05-20' + 2, store => 'S1');

select pg_temp.answers('city-rep', 'representative', city => '上海'), pg_temp.answers('store-rep', 'representative', 'C', 'S1'),
    pg_temp.answers('boss', 'city_manager', city => '上海');
