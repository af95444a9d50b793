select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 100, date '2026-05-09', printed => 10.0050);
select pg_temp.ordered('O2', 'P', 100, date '2026-05-09', printed => 10.0051);
select pg_temp.ordered('O3', 'P', 100, date '2026-05-09', printed => 9.9950);
select pg_temp.ordered('O4', 'P', 100, date '2026-05-09', printed => 9.9949);
