select pg_temp.trade(), pg_temp.contract('K26', days => 10);
insert into core.opening_statement (chain_id, statement_number, account_id, period_from, period_to, goods_amount, return_amount,
    net_goods_amount, net_return_amount, stated_payable, load_id, row_number, arrived_at, recorded_at)
values ('C', 'A', 'C-1', '2026-04-01', '2026-04-30', 1000.00, 0, null, null, 1000.00, 9, 6,
        pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01'));
insert into core.invoice (chain_id, invoice_number, statement_number, issued_on, amount, submitted_on, received_on, arrived_at, recorded_at)
values ('C', 'I1', 'A', '2026-05-03', 1000, '2026-05-04', '2026-05-05', '2026-05-05', '2026-05-05');
insert into core.payment_line (chain_id, payment_number, statement_number, paid_on, amount, arrived_at, recorded_at)
values ('C', 'P1', 'A', '2026-05-14', 250, '2026-05-15', '2026-05-15');
