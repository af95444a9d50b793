select pg_temp.trade();
insert into core.inspection (chain_id, store_id, inspected_on, product_id, display_cost, display_standard, arrived_at, recorded_at,
    row_number) values
    ('C', 'S1', '2026-04-20', '', 880, 800, '-infinity', '-infinity', 1),
    ('C', 'S1', '2026-05-10', '', 824, 800, '-infinity', '-infinity', 2),
    ('C', 'S1', '2026-05-20', '', 900, 800, '-infinity', '-infinity', 3),
    ('C', 'S2', '2026-05-20', '', 801, 800, '-infinity', '-infinity', 4);
delete from core.product;
