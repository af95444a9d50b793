-- As of 31 May: A 1,000.00 is 21 days overdue, B 3,000.00 waits: 25.0 % overdue gives C; 4,000.00 ÷ 5,000.00 × 90 = 72.0 days.
select pg_temp.trade(), pg_temp.contract('K26', days => 10), pg_temp.contract('K26', days => 60, chain => 'G');
select pg_temp.stated('A', '2026-04-01', '2026-04-15', 1000.00), pg_temp.stated('B', '2026-05-01', '2026-05-15', 3000.00),
    pg_temp.stated('D', '2026-03-01', '2026-03-15', 1000.00), pg_temp.stated('X', '2026-05-01', '2026-05-15', 800.00, chain => 'G');
insert into core.invoice (chain_id, invoice_number, statement_number, issued_on, amount, submitted_on, received_on, arrived_at, recorded_at)
values ('C', 'I1', 'A', '2026-04-20', 1000, '2026-04-25', '2026-04-30', '2026-04-30', '2026-04-30'),
    ('C', 'I2', 'B', '2026-05-20', 3000, '2026-05-25', '2026-05-30', '2026-05-30', '2026-05-30');
insert into core.payment_line (chain_id, payment_number, statement_number, paid_on, amount, arrived_at, recorded_at)
values ('C', 'P1', 'D', '2026-05-20', 1000, '2026-05-20', '2026-05-20');
