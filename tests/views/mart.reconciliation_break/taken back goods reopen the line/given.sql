select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 12), pg_temp.delivered('N1', 'A1', 'P', 12);
select pg_temp.stated('T1', '2026-05-01', '2026-05-10', 130.80), pg_temp.stated('T2', '2026-05-11', '2026-05-20', -54.50),
    pg_temp.stated('T3', '2026-05-21', '2026-05-31', 0);
select pg_temp.settled('T1', 1, 'P', 12, 10, 130.80, note => 'N1'), pg_temp.settled('T2', 1, 'P', -5, 10, -54.50, note => 'N1');
