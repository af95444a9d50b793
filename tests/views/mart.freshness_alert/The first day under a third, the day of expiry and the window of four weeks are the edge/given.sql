select pg_temp.trade();
-- 180 days: under 33 % from the 121st on; the last day of its life is not over yet.
update core.product set shelf_life_days = 180;
insert into core.inspection (chain_id, store_id, inspected_on, product_id, produced_on, arrived_at, recorded_at, row_number) values
    ('C', 'S1', '2026-05-31', 'P', '2026-01-30', '-infinity', '-infinity', 1),
    ('C', 'S1', '2026-05-04', 'Q', '2025-12-02', '-infinity', '-infinity', 2),
    ('C', 'S2', '2026-05-03', 'P', '2025-12-01', '-infinity', '-infinity', 3),
    ('C', 'S2', '2026-06-01', 'Q', '2025-12-01', '-infinity', '-infinity', 4);
