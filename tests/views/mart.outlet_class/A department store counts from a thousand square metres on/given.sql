select pg_temp.trade();

delete from core.store;
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, area_m2, checkouts, store_format, arrived_at,
    recorded_at)
select 'C', area::text, '2026-01-01', 'D', '华东', '上海', 'direct', area, 0, 'department_store', '-infinity', '-infinity'
from unnest(array[1000, 999]) given (area);
