select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 12), pg_temp.delivered('N1', 'A1', 'P', 12);
select pg_temp.stated('T1', '2026-05-01', '2026-05-10', 163.50);
select pg_temp.settled('T1', 1, 'P', 13, 10, 141.70, note => 'N1'), pg_temp.settled('T1', 2, 'P', 2, 10, 21.80, note => 'N1');
