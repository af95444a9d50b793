select pg_temp.trade();

select pg_temp.ordered('O1', 'P', 100, date '2026-05-04', date '2026-05-06');
select pg_temp.delivered('D1', 'O1', 'P', 60, 50, date '2026-05-06');
select pg_temp.delivered('D2', 'O1', 'P', 30, 30, date '2026-05-07');
select pg_temp.ordered('O2', 'P', 40, date '2026-05-29', date '2026-05-30');
