select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 10, date '2026-04-29', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 10, on_day => date '2026-04-29', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 12, date '2026-05-30', store => 'S1', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'P', 12, on_day => date '2026-05-30', store => 'S1', chain => 'C');
