select pg_temp.trade();
select pg_temp.contract('K25', '2025-01-01', '2025-12-31'), pg_temp.term('K25', '1', 'a_poster', 'fixed', 100),
    pg_temp.contract('K26'), pg_temp.term('K26', '1', 'z_display', 'fixed', 100);
update core.contract_term set labels = '推广费';
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 900), pg_temp.settled('A', 1, 'P', 100, 10, 1000, rate => 0.09),
    pg_temp.deducted('A', 2, '推广费', -100);
