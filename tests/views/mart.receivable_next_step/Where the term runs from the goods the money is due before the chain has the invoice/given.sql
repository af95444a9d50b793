-- Twenty days after the goods of 31 May. One invoice is on its way, the other is still to be handed over: its day comes first.
select pg_temp.trade();
select pg_temp.contract('K', mode => 'goods_days', days => 20);
update core.contract set invoice_day = 8;
select pg_temp.stated('SENT', '2026-05-16', '2026-05-31', 100.00), pg_temp.stated('HELD', '2026-05-16', '2026-05-31', 200.00);
insert into core.invoice (chain_id, invoice_number, statement_number, issued_on, amount, submitted_on, received_on, arrived_at, recorded_at)
values ('C', 'I1', 'SENT', '2026-06-02', 100, '2026-06-03', null, '2026-06-03', '2026-06-03'),
    ('C', 'I2', 'HELD', '2026-06-02', 200, null, null, '2026-06-03', '2026-06-03');
select pg_temp.clock('2026-06-05', '2026-06-05 12:00+08');
