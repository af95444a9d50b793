select pg_temp.trade();
select pg_temp.delivered('D1', '', 'P', 10, on_day => date '2026-05-08'), pg_temp.delivered('D2', '', 'Q', 3, on_day => date '2026-05-10');
select pg_temp.clock('2026-05-09', '2026-05-09 23:59+08');
-- The file of this name holds a function; a view of the case's own shows it.
create view mart.supply_line_at_clock as
select * from mart.supply_line_at_clock();
