select pg_temp.trade();
insert into core.inspection (chain_id, store_id, inspected_on, product_id, display_cost, display_standard, arrived_at, recorded_at,
    row_number) values
    -- On the standard, and below it: nothing. A standard alone: nobody told of a cost.
    ('C', 'S1', '2026-05-10', '', 800.00, 800.00, '-infinity', '-infinity', 1),
    ('C', 'S1', '2026-05-11', '', 640.00, 800.00, '-infinity', '-infinity', 2),
    ('C', 'S1', '2026-05-12', '', null, 800.00, '-infinity', '-infinity', 3),
    -- One fen above, one whole per cent, a fen below the sixth.
    ('C', 'S2', '2026-05-10', '', 800.01, 800.00, '-infinity', '-infinity', 4),
    ('C', 'S2', '2026-05-11', '', 808.00, 800.00, '-infinity', '-infinity', 5),
    ('C', 'S2', '2026-05-12', '', 847.99, 800.00, '-infinity', '-infinity', 6);
