select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '1', 'poster', 'fixed', 300, per => 'year'), pg_temp.means('海报费', 'poster');
select pg_temp.stated('A', '2026-04-16', '2026-04-30', -350), pg_temp.stated('B', '2026-05-01', '2026-05-15', 60);
select pg_temp.deducted('A', 1, '海报费', -350.00, invoice => 'F1');
select pg_temp.deducted('B', 1, '海报费', 50.00), pg_temp.deducted('B', 2, '海报费', 10.00);
