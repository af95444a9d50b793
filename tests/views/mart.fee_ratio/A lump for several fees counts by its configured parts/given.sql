-- 100.01 in 33 %, 33 % and the rest: 33.00, 33.00, 34.01; another 16.99 for the poster alone. Goods are 1,000.
select pg_temp.trade();
select pg_temp.means('促销综合费', 'poster', 1::smallint, 33), pg_temp.means('促销综合费', 'stack', 2::smallint, 33),
    pg_temp.means('促销综合费', 'end_rack', 3::smallint);
select pg_temp.means('海报费', 'poster');
select pg_temp.stated('A', date '2026-05-01', date '2026-05-15', 883);
select pg_temp.settled('A', 1, 'P', 91.7431, 10, 1000, note => 'X', rate => 0.09);
select pg_temp.deducted('A', 2, '促销综合费', -100.01);
select pg_temp.deducted('A', 3, '海报费', -16.99);
