select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('D1', 'O1', 'P', 10);
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at) values
    ('C', 'S1', 'P', '2026-05-20', 40, '-infinity', '-infinity'), ('C', 'S1', 'P', '2026-05-30', 33, '-infinity', '-infinity');
insert into core.store_survey (chain_id, store_id, month, kind, name, product_id, person_id, quantity, sales_amount, arrived_at,
    recorded_at, row_number) values
    -- Ten of P are 100.00, with VAT 109.00.
    ('C', 'S1', '2026-05-01', 'competitor', 'their milk', 'P', 'ann', null, 54.5, '-infinity', '-infinity', 1),
    ('C', 'S1', '2026-05-01', 'own_stock', 'P', 'P', 'ann', 36, null, '-infinity', '-infinity', 2),
    ('C', 'S2', '2026-05-01', 'competitor', 'their milk', '', 'ann', null, 10, '-infinity', '-infinity', 3),
    ('C', 'S1', '2026-06-01', 'competitor', 'their milk', 'P', 'ann', null, 1, '-infinity', '-infinity', 4);
