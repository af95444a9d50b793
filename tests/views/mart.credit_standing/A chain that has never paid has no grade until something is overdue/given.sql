-- C paid nothing yet and owes nothing yet; G paid nothing and one claim is 21 days overdue: half of what is open.
select pg_temp.trade(), pg_temp.contract('K26', days => 60), pg_temp.contract('K26', days => 10, chain => 'G');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 3000.00), pg_temp.stated('X', '2026-04-01', '2026-04-15', 1000.00, chain => 'G'),
    pg_temp.stated('Y', '2026-05-01', '2026-05-15', 1000.00, chain => 'G');
insert into core.invoice (chain_id, invoice_number, statement_number, issued_on, amount, submitted_on, received_on, arrived_at, recorded_at)
values ('C', 'I1', 'A', '2026-05-20', 3000, '2026-05-21', '2026-05-22', '2026-05-22', '2026-05-22'),
    ('G', 'I2', 'X', '2026-04-20', 1000, '2026-04-25', '2026-04-30', '2026-04-30', '2026-04-30');
