-- Received 10 January, 45 days: due 24 February; the chain pays on the 10th and on the 31st, which February's last day stands for.
select pg_temp.trade(), pg_temp.contract('K26', days => 45, payment_days => '10|31');
select pg_temp.clock('2026-03-05', '2026-03-05 20:00+08');
select pg_temp.stated('A', '2025-12-16', '2026-01-01', 1000.00, invoiceable => 1100.00),
    pg_temp.stated('B', '2026-02-01', '2026-02-15', 500.00, invoiceable => 500.00);
insert into core.invoice (chain_id, invoice_number, statement_number, issued_on, amount, submitted_on, received_on, arrived_at, recorded_at)
values ('C', 'I1', 'A', '2026-01-05', 1100, '2026-01-08', '2026-01-10', '2026-01-10', '2026-01-10'),
    ('C', 'I2', 'B', '2026-02-20', 200, '2026-02-25', '2026-03-09', '2026-03-10', '2026-03-10'),
    ('C', 'I3', 'B', '2026-02-20', 200, '2026-02-25', null, '2026-02-25', '2026-02-25');
