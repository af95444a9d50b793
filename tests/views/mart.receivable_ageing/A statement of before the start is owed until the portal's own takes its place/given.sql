-- A and B came with the opening balances on 1 May; B has since been read from the portal as well, with 20.00 less.
select pg_temp.trade(), pg_temp.contract('K26', days => 10);
insert into core.opening_statement (chain_id, statement_number, account_id, period_from, period_to, goods_amount, return_amount,
    net_goods_amount, net_return_amount, stated_payable, load_id, row_number, arrived_at, recorded_at)
values ('C', 'A', 'C-1', '2026-03-16', '2026-03-31', 1000.00, 0, null, null, 1000.00, 9, 6,
        pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('C', 'B', 'C-1', '2026-04-01', '2026-04-15', 400.00, 0, null, null, 400.00, 9, 7,
        pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01'));
select pg_temp.stated('B', '2026-04-01', '2026-04-15', 380.00, arrived => pg_temp.morning('2026-05-10'));
insert into core.invoice (chain_id, invoice_number, statement_number, issued_on, amount, submitted_on, received_on, arrived_at, recorded_at)
values ('C', 'I1', 'A', '2026-04-03', 1000, '2026-04-04', '2026-04-10', '2026-05-01', '2026-05-01'),
    ('C', 'I2', 'B', '2026-04-17', 400, null, null, '2026-05-01', '2026-05-01');
insert into core.payment_line (chain_id, payment_number, statement_number, paid_on, amount, arrived_at, recorded_at)
values ('C', 'P1', 'A', '2026-04-25', 250, '2026-05-01', '2026-05-01');
