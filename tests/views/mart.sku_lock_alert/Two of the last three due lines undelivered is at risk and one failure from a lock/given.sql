select pg_temp.trade();
select pg_temp.ordered('P1', 'P', 20, date '2026-05-04', store => 'S1');
select pg_temp.delivered('DP1', 'P1', 'P', 20, on_day => date '2026-05-04' + 2, store => 'S1');
select pg_temp.ordered('P2', 'P', 20, date '2026-05-11', store => 'S1');
select pg_temp.delivered('DP2', 'P2', 'P', 20, on_day => date '2026-05-11' + 2, store => 'S1');
select pg_temp.ordered('P3', 'P', 20, date '2026-05-18', store => 'S1');
select pg_temp.ordered('P4', 'P', 20, date '2026-05-25', store => 'S1');
