select pg_temp.trade();
update core.product set shelf_life_days = 180 where product_id = 'P';
insert into core.delivery_lot (chain_id, delivery_number, store_id, product_id, lot, produced_on, received_on, quantity, arrived_at,
    recorded_at, row_number) values
    -- Of S1 the stock of 30 May is 50: all 40 of L3, 10 of L2, nothing of L1.
    ('C', 'D1', 'S1', 'P', 'L1', '2025-11-01', '2026-05-02', 100, '-infinity', '-infinity', 1),
    ('C', 'D2', 'S1', 'P', 'L2', '2026-01-10', '2026-05-10', 24, '-infinity', '-infinity', 2),
    ('C', 'D3', 'S1', 'P', 'L2', '2026-01-10', '2026-05-12', 24, '-infinity', '-infinity', 3),
    ('C', 'D4', 'S1', 'P', 'L3', '2026-05-01', '2026-05-20', 40, '-infinity', '-infinity', 4),
    -- S2 counts its lots: L1 is gone, L4 was never seen to come.
    ('C', 'D5', 'S2', 'P', 'L1', '2025-11-01', '2026-05-02', 12, '-infinity', '-infinity', 5),
    ('C', 'D6', 'S2', 'P', 'L2', '2026-01-10', '2026-05-10', 12, '-infinity', '-infinity', 6),
    -- No stock is given of Q, and nothing is known of its life; tomorrow.
    ('C', 'D7', 'S1', 'Q', 'L9', '2026-04-01', '2026-05-10', 5, '-infinity', '-infinity', 7),
    ('C', 'D8', 'S1', 'P', 'L5', '2026-05-01', '2026-06-01', 40, '-infinity', '-infinity', 8);
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at) values
    ('C', 'S1', 'P', '2026-05-20', 90, '-infinity', '-infinity'), ('C', 'S1', 'P', '2026-05-30', 50, '-infinity', '-infinity');
insert into core.stock_lot (chain_id, store_id, product_id, lot, stock_on, produced_on, quantity, arrived_at, recorded_at) values
    ('C', 'S2', 'P', 'L1', '2026-05-20', null, 3, '-infinity', '-infinity'),
    ('C', 'S2', 'P', 'L2', '2026-05-30', null, 7, '-infinity', '-infinity'),
    ('C', 'S2', 'P', 'L4', '2026-05-30', '2026-03-31', 2, '-infinity', '-infinity');
