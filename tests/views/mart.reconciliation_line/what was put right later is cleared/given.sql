select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 12), pg_temp.ordered('A2', 'P', 12), pg_temp.ordered('A3', 'P', 12);
select pg_temp.delivered('N1', 'A1', 'P', 12), pg_temp.delivered('N2', 'A2', 'P', 12), pg_temp.delivered('N3', 'A3', 'P', 12);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 109.00 + 261.60),
    pg_temp.stated('T2', '2026-05-16', '2026-05-31', 21.80 - 130.80 + 130.80);
select pg_temp.settled('T1', 1, 'P', 10, 10, 109.00, note => 'N1'), pg_temp.settled('T1', 2, 'P', 12, 10, 130.80, note => 'N2'),
    pg_temp.settled('T1', 3, 'P', 12, 10, 130.80, note => 'N2');
select pg_temp.settled('T2', 1, 'P', 2, 10, 21.80, note => 'N1'), pg_temp.settled('T2', 2, 'P', -12, 10, -130.80, note => 'N2'),
    pg_temp.settled('T2', 3, 'P', 12, 10, 130.80, note => 'N3');
