select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '7', 'listing', 'fixed', 500, per => 'year', times => 2, mode => 'paid_apart'), pg_temp.means('进场费', 'listing');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', -500);
select pg_temp.deducted('A', 1, '进场费', -500.00, mode => 'paid_apart'), pg_temp.deducted('A', 2, '进场费', -500.00, invoice => 'F1');
