select pg_temp.trade(), pg_temp.clock('2026-05-29', '2026-06-30 23:59+08');
select pg_temp.ordered('DUE', 'P', 10, '2026-05-26', '2026-05-28'), pg_temp.ordered('NEXT', 'P', 10, '2026-05-27', '2026-05-29');
