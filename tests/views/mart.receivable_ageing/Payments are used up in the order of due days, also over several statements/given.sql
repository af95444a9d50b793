-- Statement A has two invoices; one payment of 700.00 for A and 300.00 for B, another of 100.00 for B after the as-of date.
select pg_temp.trade(), pg_temp.contract('K26', days => 10);
select pg_temp.stated('A', '2026-04-01', '2026-04-15', 1000.00), pg_temp.stated('B', '2026-04-16', '2026-04-30', 400.00);
insert into core.invoice (chain_id, invoice_number, statement_number, issued_on, amount, submitted_on, received_on, arrived_at, recorded_at)
values ('C', 'I1', 'A', '2026-04-17', 600, '2026-04-18', '2026-04-30', '2026-04-30', '2026-04-30'),
    ('C', 'I2', 'A', '2026-04-17', 400, '2026-04-18', '2026-04-20', '2026-04-30', '2026-04-30'),
    ('C', 'I4', 'B', '2026-05-02', 400, '2026-05-02', '2026-05-02', '2026-05-02', '2026-05-02');
insert into core.payment_line (chain_id, payment_number, statement_number, paid_on, amount, arrived_at, recorded_at)
values ('C', 'P1', 'A', '2026-05-20', 700, '2026-05-20', '2026-05-20'), ('C', 'P1', 'B', '2026-05-20', 300, '2026-05-20', '2026-05-20'),
    ('C', 'P2', 'B', '2026-06-01', 100, '2026-06-01', '2026-06-01');
