select pg_temp.trade(), pg_temp.clock('2026-06-10', '2026-06-10 23:59+08');
select pg_temp.ordered('O1', 'P', 10, '2026-05-13', printed => 9.5), pg_temp.ordered('O2', 'P', 10, '2026-05-14', printed => 9.5);
