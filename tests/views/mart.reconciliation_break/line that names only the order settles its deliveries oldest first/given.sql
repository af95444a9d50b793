select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 24);
select pg_temp.delivered('N2', 'A1', 'P', 12, on_day => '2026-05-08'), pg_temp.delivered('N1', 'A1', 'P', 12, on_day => '2026-05-06');
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 196.20), pg_temp.stated('T2', '2026-05-16', '2026-05-31', 87.20);
select pg_temp.settled('T1', 1, 'P', 18, 10, 196.20, ordered => 'A1'), pg_temp.settled('T2', 1, 'P', 8, 10, 87.20, ordered => 'A1');
