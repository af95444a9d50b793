select pg_temp.trade();
insert into core.opening_sale (chain_id, month, store_id, product_id, amount, load_id, row_number, arrived_at, recorded_at)
values ('C', '2026-05-01', 'S1', '', 300.00, 9, 6, '-infinity', '-infinity'),
    ('C', '2026-06-01', 'S1', '', 10.00, 9, 7, '-infinity', '-infinity');
