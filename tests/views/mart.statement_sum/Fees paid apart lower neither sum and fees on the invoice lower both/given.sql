select pg_temp.trade();
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 900), pg_temp.settled('A', 1, 'P', 100, 10, 1090, rate => 0.09),
    pg_temp.settled('A', 2, 'P', -10, 10, -109, rate => 0.09, kind => 'return'), pg_temp.deducted('A', 3, '信息费', -20, 'on_account'),
    pg_temp.deducted('A', 4, '年节费', -30, 'on_invoice'), pg_temp.deducted('A', 5, '堆头费', -50, 'paid_apart');
