select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 12), pg_temp.delivered('N1', 'A1', 'P', 12);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 120.80);
select pg_temp.settled('T1', 1, 'P', 12, 10, 130.80, note => 'N1'), pg_temp.deducted('T1', 2, '海报费', -10),
    pg_temp.deducted('T1', 3, '陈列费', -5, 'paid_apart');
