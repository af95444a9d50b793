-- One statement of May paid in part: 600.00 of 1,000.00 open over the 31 days since it began, not over a window of 90 that nobody knows.
select pg_temp.trade(), pg_temp.contract('K26', days => 60);
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 1000.00);
insert into core.payment_line (chain_id, payment_number, statement_number, paid_on, amount, arrived_at, recorded_at)
values ('C', 'P1', 'A', '2026-05-20', 400, '2026-05-20', '2026-05-20');
