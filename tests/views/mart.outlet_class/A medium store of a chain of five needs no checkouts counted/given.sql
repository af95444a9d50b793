select pg_temp.trade();
-- The manual asks for checkouts of the larger ones alone (M1).
delete from core.store;
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, area_m2, checkouts, arrived_at, recorded_at)
select 'C', area::text, '2026-01-01', area::text, '华东', '上海', 'direct', area, 0, '-infinity', '-infinity'
from unnest(array[6000, 1001, 1000, 999, 500, 499]) given (area);
