-- P and Q weighed alike in March, by the opening balances; April's files say P alone.
select pg_temp.trade();
insert into core.opening_sale (chain_id, month, store_id, product_id, amount, load_id, row_number, arrived_at, recorded_at)
values ('C', '2026-03-01', 'S1', 'P', 50.00, 9, 6, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('C', '2026-03-01', 'S1', 'Q', 100.00, 9, 7, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('C', '2025-05-01', 'S1', 'Q', 900.00, 9, 8, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01'));
select pg_temp.delivered('D1', '', 'P', 5, on_day => date '2026-04-10');
insert into core.target (chain_id, store_id, product_id, month, amount, arrived_at, recorded_at)
values ('C', 'S1', '', '2026-05-01', 3100, '-infinity', '-infinity');
