select pg_temp.trade(), pg_temp.clock('2026-07-31', '2026-07-31 23:59+08');
-- C has been known since April, but of the last four weeks nothing came.
update core.product set assortment = 'core';
select pg_temp.delivered('D1', '', 'P', 1, on_day => '2026-04-20');
