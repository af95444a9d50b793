-- Cash is due on the last day of the period: what ends today waits, what ended five days ago is five days overdue. What ended ninety
-- days ago is no longer measured.
select pg_temp.trade();
insert into core.chain (chain_id, name, name_en) select c, c, c from unnest(array['c5', 'c30', 'c90', 'paid']) c;
select pg_temp.contract('K', mode => 'cash', days => 0, chain => c) from unnest(array['c5', 'c30', 'c90', 'paid']) c;
select pg_temp.stated('X', '2026-05-16', '2026-05-26', 5.00, chain => 'c5'),
    pg_temp.stated('Y', '2026-05-16', '2026-05-31', 95.00, chain => 'c5'),
    pg_temp.stated('X', '2026-04-16', '2026-05-01', 20.00, chain => 'c30'),
    pg_temp.stated('Y', '2026-05-16', '2026-05-31', 80.00, chain => 'c30'),
    pg_temp.stated('X', '2026-02-16', '2026-03-02', 50.00, chain => 'c90'),
    pg_temp.stated('Y', '2026-05-16', '2026-05-31', 50.00, chain => 'c90'),
    pg_temp.stated('Y', '2026-05-16', '2026-05-31', 100.00, chain => 'paid');
insert into core.payment_line (chain_id, payment_number, statement_number, paid_on, amount, arrived_at, recorded_at)
values ('paid', 'P1', 'Y', '2026-05-31', 40, '2026-05-31', '2026-05-31');
