-- 12 × 10.00 + 9 % = 130.80 were delivered and 120.80 settled; 5.00 for a fee that nobody has judged yet stays as it is: the chain pays
-- 115.80 where the books say 125.80.
select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 12), pg_temp.delivered('N1', 'A1', 'P', 12);
select pg_temp.stated('T1', '2026-05-01', '2026-05-20', 115.80);
select pg_temp.settled('T1', 1, 'P', 12, 10, 120.80, note => 'N1'), pg_temp.deducted('T1', 2, '服务费', -5);
-- Of a statement that ends after the as-of date nothing counts.
select pg_temp.stated('T2', '2026-05-21', '2026-06-03', 40);
