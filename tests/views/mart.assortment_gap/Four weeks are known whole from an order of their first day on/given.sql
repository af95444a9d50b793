select pg_temp.trade();
-- The window begins on 4 May. C ordered on that day, G a day later.
update core.product set assortment = 'core';
delete from core.store where store_id = 'S2';
select pg_temp.ordered('O1', 'P', 1, '2026-05-04'), pg_temp.delivered('D1', 'O1', 'P', 1, on_day => '2026-05-11');
select pg_temp.ordered('O2', 'P', 1, '2026-05-05', chain => 'G'),
    pg_temp.delivered('D2', 'O2', 'P', 1, on_day => '2026-05-11', chain => 'G');
