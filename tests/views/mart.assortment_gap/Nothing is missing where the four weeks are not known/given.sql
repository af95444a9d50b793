select pg_temp.trade();
-- C is known since the first day of the window, 4 May, and misses Q; of G only the last three weeks are known.
update core.product set assortment = 'core';
delete from core.store where store_id = 'S2';
select pg_temp.delivered('D1', '', 'P', 1, on_day => '2026-05-04');
select pg_temp.delivered('D2', '', 'P', 1, on_day => '2026-05-11', chain => 'G');
