select pg_temp.trade(), pg_temp.means('年返', 'annual_rebate');
select pg_temp.contract('K26'), pg_temp.term('K26', '1', 'annual_rebate', 'unconditional_rebate', 1, per => 'year');
select pg_temp.contract('NEW', '2026-05-31', signed => '2026-05-31', chain => 'G'),
    pg_temp.term('NEW', '1', 'annual_rebate', 'unconditional_rebate', 1, per => 'year', chain => 'G');
select pg_temp.stated('A', '2026-05-16', '2026-05-31', 980), pg_temp.settled('A', 1, 'P', 100, 10, 1000.00),
    pg_temp.deducted('A', 2, '年返', -20);
