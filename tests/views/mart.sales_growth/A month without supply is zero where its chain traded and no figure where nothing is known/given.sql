select pg_temp.trade();
-- S1 of C trades in both months, S2 of C and all of G begin in May.
select pg_temp.ordered('O1', 'P', 10, date '2026-04-10', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 10, on_day => date '2026-04-10', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 12, date '2026-05-11', store => 'S1', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'P', 12, on_day => date '2026-05-11', store => 'S1', chain => 'C');
select pg_temp.ordered('O3', 'Q', 30, date '2026-05-11', store => 'S2', chain => 'C');
select pg_temp.delivered('DO3', 'O3', 'Q', 30, on_day => date '2026-05-11', store => 'S2', chain => 'C');
select pg_temp.ordered('O4', 'P', 5, date '2026-05-11', store => 'S1', chain => 'G');
select pg_temp.delivered('DO4', 'O4', 'P', 5, on_day => date '2026-05-11', store => 'S1', chain => 'G');
