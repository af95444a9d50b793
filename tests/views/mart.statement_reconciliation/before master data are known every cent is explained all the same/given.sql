select pg_temp.trade();
-- Product, price list and stores came only in July; on 30 June nothing but the documents is known. C settles without VAT in its prices, G
-- with.
update core.product set arrived_at = '2026-07-01', recorded_at = '2026-07-01';
update core.price set arrived_at = '2026-07-01', recorded_at = '2026-07-01';
update core.store set arrived_at = '2026-07-01', recorded_at = '2026-07-01';
select pg_temp.ordered('A1', 'P', 10, printed => 10), pg_temp.delivered('N1', 'A1', 'P', 10), pg_temp.delivered('N2', '', 'Q', 6);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 163.00), pg_temp.settled('T1', 1, 'P', 10, 10, 109.00, note => 'N1', rate => 0.09),
    pg_temp.settled('T1', 2, 'Q', 6, 8, 54.00, note => 'N2');
select pg_temp.ordered('B1', 'P', 10, printed => 10, chain => 'G'), pg_temp.delivered('M1', 'B1', 'P', 10, chain => 'G');
select pg_temp.stated('T2', '2026-05-01', '2026-05-15', 109.00, chain => 'G'),
    pg_temp.settled('T2', 1, 'P', 10, 10.9, 109.00, note => 'M1', rate => 0.09, chain => 'G');
