-- Reconciled on the 3rd, invoices handed over on the 31st, paid 30 days after receipt on the 10th or 25th. Four statements of one account,
-- each a step further: new, invoiced, received, overdue. In June the 31st is the 30th.
select pg_temp.trade();
select pg_temp.contract('K', mode => 'invoice_days', days => 30, payment_days => '10|25');
update core.contract set reconciliation_day = 3, invoice_day = 31;
select pg_temp.stated('NEW', '2026-05-16', '2026-05-31', 100.00), pg_temp.stated('INVOICED', '2026-05-01', '2026-05-15', 200.00),
    pg_temp.stated('RECEIVED', '2026-04-16', '2026-04-30', 300.00), pg_temp.stated('OVERDUE', '2026-04-01', '2026-04-15', 400.00);
insert into core.invoice (chain_id, invoice_number, statement_number, issued_on, amount, submitted_on, received_on, arrived_at, recorded_at)
values ('C', 'I2', 'INVOICED', '2026-05-20', 200, null, null, '2026-05-20', '2026-05-20'),
    ('C', 'I3', 'RECEIVED', '2026-05-10', 300, '2026-05-11', '2026-05-20', '2026-05-20', '2026-05-20'),
    ('C', 'I4', 'OVERDUE', '2026-04-20', 400, '2026-04-20', '2026-04-21', '2026-04-21', '2026-04-21');
select pg_temp.clock('2026-06-05', '2026-06-05 12:00+08');
create view mart.all_receivable_next_step as
select * from mart.all_receivable_next_step();
