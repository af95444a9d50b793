select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59+08');
insert into core.opening_sale (chain_id, month, store_id, product_id, amount, load_id, row_number, arrived_at, recorded_at)
values ('C', '2026-04-01', 'S1', '', 300.00, 9, 6, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('C', '2026-05-01', 'S1', '', 10.00, 9, 7, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01'));
