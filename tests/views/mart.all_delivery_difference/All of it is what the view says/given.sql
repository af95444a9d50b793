select pg_temp.trade(), pg_temp.clock('2026-06-10', '2026-06-10 23:59+08');
-- Due on 13 May, 28 days ago, and on 14 May.
select pg_temp.ordered('O1', 'P', 10, '2026-05-10', '2026-05-12'), pg_temp.ordered('O2', 'P', 10, '2026-05-11', '2026-05-13');
create view mart.all_delivery_difference as
select * from mart.all_delivery_difference();
