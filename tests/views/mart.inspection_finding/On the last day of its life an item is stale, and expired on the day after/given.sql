select pg_temp.trade();
update core.product set shelf_life_days = 180;
insert into core.inspection (chain_id, store_id, inspected_on, product_id, produced_on, arrived_at, recorded_at, row_number) values
    ('C', 'S1', '2026-05-31', 'P', '2025-12-01', '-infinity', '-infinity', 1),
    ('C', 'S1', '2026-05-31', 'Q', '2025-12-02', '-infinity', '-infinity', 2);
