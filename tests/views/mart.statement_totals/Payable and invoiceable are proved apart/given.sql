-- Goods 1,000.00, returns −100.00, on account −50.00, on the invoice −30.00, paid apart −500.00.
select pg_temp.trade();
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 819.99, invoiceable => 870.00);
select pg_temp.settled('A', 1, 'P', 100, 10, 1000.00), pg_temp.settled('A', 2, 'P', -10, 10, -100.00, kind => 'return');
select pg_temp.deducted('A', 3, '海报费', -50.00), pg_temp.deducted('A', 4, '月返', -30.00, mode => 'on_invoice'),
    pg_temp.deducted('A', 5, '进场费', -500.00, mode => 'paid_apart');
insert into core.invoice (chain_id, invoice_number, statement_number, issued_on, amount, arrived_at, recorded_at)
values ('C', 'I1', 'A', '2026-05-20', 600, '2026-05-20', '2026-05-20'), ('C', 'I2', 'A', '2026-06-01', 270, '2026-05-20', '2026-05-20');
