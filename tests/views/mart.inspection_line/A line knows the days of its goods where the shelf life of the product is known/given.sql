select pg_temp.trade();
-- 180 days, of which 33 per cent are 59.4: with fewer than 60 left goods are stale.
update core.product set shelf_life_days = 180 where product_id = 'P';
insert into core.inspection (chain_id, store_id, inspected_on, product_id, faces, produced_on, arrived_at, recorded_at, row_number) values
    ('C', 'S1', '2026-05-30', 'P', 8, '2026-01-01', '-infinity', '-infinity', 1),
    ('C', 'S1', '2026-05-30', 'Q', null, '2026-01-01', '-infinity', '-infinity', 2),
    ('C', 'S1', '2026-05-30', '', null, null, '-infinity', '-infinity', 3),
    ('C', 'S1', '2026-06-01', 'P', 9, null, '-infinity', '-infinity', 4);
