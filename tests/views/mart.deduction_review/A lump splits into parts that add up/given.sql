-- 100.01 in 33 %, 33 % and the rest: 33.00, 33.00, 34.01.
select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '1', 'poster', 'fixed', 33, per => 'year'), pg_temp.term('K26', '2', 'stack', 'fixed', 50, per => 'year');
select pg_temp.means('促销综合费', 'poster', 1::smallint, 33), pg_temp.means('促销综合费', 'stack', 2::smallint, 33),
    pg_temp.means('促销综合费', 'end_rack', 3::smallint);
select pg_temp.stated('A', '2026-05-01', '2026-05-15', -100.01);
select pg_temp.deducted('A', 1, '促销综合费', -100.01, invoice => 'F1');
