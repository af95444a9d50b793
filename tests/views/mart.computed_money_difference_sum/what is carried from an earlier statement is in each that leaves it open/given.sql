select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 10), pg_temp.delivered('N1', 'A1', 'P', 10);
select pg_temp.ordered('A2', 'P', 10), pg_temp.delivered('N2', 'A2', 'P', 10);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 54.50), pg_temp.stated('T2', '2026-05-16', '2026-05-20', 0);
select pg_temp.settled('T1', 1, 'P', 5, 10, 54.50, note => 'N2', rate => 0.09);
