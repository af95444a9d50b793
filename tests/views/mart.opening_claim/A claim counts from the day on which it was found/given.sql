select pg_temp.trade();
insert into core.opening_claim (chain_id, claim_number, statement_number, delivery_number, product_id, what, found_on, amount, load_id,
    row_number, arrived_at, recorded_at)
values ('C', '1', 'A', '', '', '少结', '2026-05-31', 20.00, 9, 6, '-infinity', '-infinity'),
    ('C', '2', 'B', '', '', '少结', '2026-06-01', 30.00, 9, 7, '-infinity', '-infinity');
