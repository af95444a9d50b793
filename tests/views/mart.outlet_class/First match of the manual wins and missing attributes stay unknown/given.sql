select pg_temp.trade();

delete from core.store;
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, area_m2, checkouts, store_format, arrived_at,
    recorded_at)
select 'C', id, '2026-01-01', id, '华东', '上海', 'direct', area, tills, format, '-infinity', '-infinity'
from (values ('big', 6000, 30, null), ('few tills', 6000, 29, null), ('wider', 6001, 29, null), ('large', 1000, 5, null),
    ('under', 999, 5, null),
    ('department', 1500, 0, 'department_store'), ('no area', null, 9, null)) given (id, area, tills, format);
update core.store set chain_id = 'G' where store_id in ('few tills', 'wider', 'department', 'under');
