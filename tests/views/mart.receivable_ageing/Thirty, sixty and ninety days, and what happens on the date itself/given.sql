select pg_temp.trade(), pg_temp.contract('K', mode => 'cash', days => 0),
    pg_temp.contract('K', days => 10, payment_days => '31', chain => 'G');
-- C pays in cash: due on the last day of the period. What is issued, handed in, received and paid on the date has happened on it.
select pg_temp.stated(to_char(day, 'MMDD'), day, day, 100.00)
from unnest(array[date '2026-05-31', '2026-05-30', '2026-05-01', '2026-04-30', '2026-04-01', '2026-03-31', '2026-03-02', '2026-03-01']) day;
insert into core.invoice (chain_id, invoice_number, statement_number, issued_on, amount, submitted_on, received_on, arrived_at, recorded_at)
select 'C', 'I' || statement_number, statement_number, '2026-05-31', 100, '2026-05-31', '2026-05-31', '2026-05-31', '2026-05-31'
from core.statement;
insert into core.payment_line (chain_id, payment_number, statement_number, paid_on, amount, arrived_at, recorded_at)
values ('C', 'P1', '0530', '2026-05-31', 40, '2026-05-31', '2026-05-31');
-- G's term ends on its payment day: it pays on that day.
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 100.00, chain => 'G');
insert into core.invoice (chain_id, invoice_number, statement_number, issued_on, amount, submitted_on, received_on, arrived_at, recorded_at)
values ('G', 'I', 'A', '2026-05-18', 100, '2026-05-19', '2026-05-21', '2026-05-21', '2026-05-21');
