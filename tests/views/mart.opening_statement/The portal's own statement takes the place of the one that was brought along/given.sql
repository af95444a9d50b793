select pg_temp.trade();
insert into core.opening_statement (chain_id, statement_number, account_id, period_from, period_to, goods_amount, return_amount,
    net_goods_amount, net_return_amount, stated_payable, load_id, row_number, arrived_at, recorded_at)
values ('C', 'A', 'C-1', '2026-03-16', '2026-03-31', 1000.00, 0, null, null, 1000.00, 9, 6,
        pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('C', 'B', 'C-1', '2026-04-01', '2026-04-15', 400.00, 0, null, null, 400.00, 9, 7,
        pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01'));
select pg_temp.stated('B', '2026-04-01', '2026-04-15', 380.00);
