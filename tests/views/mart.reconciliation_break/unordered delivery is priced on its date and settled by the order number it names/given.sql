select pg_temp.trade();
select pg_temp.delivered('N1', 'X7', 'P', 12);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 130.80);
select pg_temp.settled('T1', 1, 'P', 12, 10, 130.80, ordered => 'X7');
