select pg_temp.trade();
-- S1 has another city from 18 May on; it has been open since January. The product begins on 1 May.
update core.product set launched_on = '2026-05-01' where product_id = 'P';
delete from core.store where chain_id = 'G' or store_id = 'S2';
update core.store set valid_to = '2026-05-17';
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
values ('C', 'S1', '2026-05-18', 'S1', '华东', '苏州', 'direct', '-infinity', '-infinity');
