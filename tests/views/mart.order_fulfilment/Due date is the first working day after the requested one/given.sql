select pg_temp.trade();

select pg_temp.ordered('O1', 'P', 10, date '2026-05-06', date '2026-05-08');
select pg_temp.ordered('O2', 'P', 10, date '2026-05-06', date '2026-05-09');
select pg_temp.ordered('O3', 'P', 10, date '2026-05-27', date '2026-05-29');
select pg_temp.delivered('D1', 'O1', 'P', 10, 9, date '2026-05-11');
select pg_temp.ordered('O4', 'P', 10, date '2026-05-06', cancelled => true);
select pg_temp.ordered('O5', 'P', 10, date '2026-06-01');
