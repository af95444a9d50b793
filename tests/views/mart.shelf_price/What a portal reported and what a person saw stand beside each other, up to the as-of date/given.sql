select pg_temp.trade();
insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at, row_number) values
    ('C', 'S1', 'P', '2026-05-30', 12.5, '-infinity', '-infinity', 1);
insert into core.inspection (chain_id, store_id, inspected_on, product_id, shelf_price, arrived_at, recorded_at, row_number) values
    ('C', 'S1', '2026-05-30', 'P', 12.9, '-infinity', '-infinity', 2),
    -- Nobody looked at the price; tomorrow.
    ('C', 'S1', '2026-05-30', 'Q', null, '-infinity', '-infinity', 3),
    ('C', 'S2', '2026-06-01', 'P', 13, '-infinity', '-infinity', 4);
