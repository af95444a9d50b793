select pg_temp.trade();
update core.product set shelf_life_days = 180;
insert into core.inspection (chain_id, store_id, inspected_on, product_id, produced_on, arrived_at, recorded_at, row_number) values
    -- Fine on its day, stale since; expired yesterday.
    ('C', 'S1', '2026-05-10', 'P', '2026-01-15', '-infinity', '-infinity', 1),
    ('C', 'S1', '2026-05-10', 'Q', '2025-12-01', '-infinity', '-infinity', 2),
    -- Replaced since; seen before the window; fresh until tomorrow.
    ('C', 'S2', '2026-05-10', 'P', '2025-12-01', '-infinity', '-infinity', 3),
    ('C', 'S2', '2026-05-20', 'P', '2026-05-01', '-infinity', '-infinity', 4),
    ('C', 'S2', '2026-05-01', 'Q', '2025-12-01', '-infinity', '-infinity', 5),
    ('G', 'S1', '2026-05-20', 'Q', '2026-01-31', '-infinity', '-infinity', 6);
