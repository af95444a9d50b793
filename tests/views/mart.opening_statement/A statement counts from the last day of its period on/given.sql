select pg_temp.trade();
insert into core.opening_statement (chain_id, statement_number, account_id, period_from, period_to, goods_amount, return_amount,
    net_goods_amount, net_return_amount, stated_payable, load_id, row_number, arrived_at, recorded_at)
values ('C', 'A', 'C-1', '2026-05-16', '2026-05-31', 1000.00, 0, null, null, 1000.00, 9, 6, '-infinity', '-infinity'),
    ('C', 'B', 'C-1', '2026-05-16', '2026-06-01', 400.00, 0, null, null, 400.00, 9, 7, '-infinity', '-infinity');
