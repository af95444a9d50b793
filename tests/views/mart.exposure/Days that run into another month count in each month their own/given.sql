select pg_temp.trade(), pg_temp.clock('2026-06-03', '2026-06-30 23:59:59+08');
-- Locked on Friday 22 May, the application due on Wednesday the 27th: four late days in May, three in June.
select pg_temp.answers('rep1', 'representative', 'C', 'S1');
delete from core.store where chain_id = 'G' or store_id = 'S2';
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-22', 'locked', '-infinity', '-infinity');
