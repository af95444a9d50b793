select pg_temp.trade();

select pg_temp.ordered('O1', 'P', 30, date '2026-05-06', date '2026-05-06');
select pg_temp.delivered('D1', 'O1', 'P', 20, 20, date '2026-05-06');
