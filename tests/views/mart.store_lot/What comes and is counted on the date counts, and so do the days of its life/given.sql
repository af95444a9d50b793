select pg_temp.trade();
-- 180 days: stale from the 121st on; on its last day not expired yet.
update core.product set shelf_life_days = 180;
insert into core.delivery_lot (chain_id, delivery_number, store_id, product_id, lot, produced_on, received_on, quantity, arrived_at,
    recorded_at, row_number) values
    ('C', 'D1', 'S1', 'P', 'A', '2026-01-30', '2026-05-31', 10, '-infinity', '-infinity', 1),
    ('C', 'D2', 'S2', 'P', 'B', '2025-12-02', '2026-05-02', 5, '-infinity', '-infinity', 2);
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-31', 4, '-infinity', '-infinity');
insert into core.stock_lot (chain_id, store_id, product_id, lot, stock_on, produced_on, quantity, arrived_at, recorded_at)
values ('C', 'S2', 'P', 'B', '2026-05-31', null, 2, '-infinity', '-infinity');
