select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 30, date '2026-05-03', date '2026-05-03');
select pg_temp.delivered('D1', 'O1', 'P', 20, 20, date '2026-05-03');
select pg_temp.ordered('O2', 'P', 30, date '2026-05-04', date '2026-05-04');
select pg_temp.delivered('D2', 'O2', 'P', 15, 15, date '2026-05-04');
select pg_temp.clock('2026-05-31', '2026-05-31 12:00+08');
create view mart.recent_fill_rate as
select * from mart.recent_fill_rate();
