select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 100, date '2026-05-09', printed => 0);
select pg_temp.ordered('O2', 'P', 100, date '2026-05-09', printed => 0, free => true);
select pg_temp.ordered('O3', 'P', 100, date '2026-05-09', printed => 7, cancelled => true);
-- A return on a statement is no price that we were paid.
select pg_temp.ordered('O4', 'P', 100, date '2026-05-09', printed => 10);
select pg_temp.delivered('D4', 'O4', 'P', 100, on_day => date '2026-05-11');
select pg_temp.stated('A', date '2026-05-01', date '2026-05-15', -80);
select pg_temp.settled('A', 1, 'P', -10, 8.0000, -87.20, note => 'D4', rate => 0.09, kind => 'return');
