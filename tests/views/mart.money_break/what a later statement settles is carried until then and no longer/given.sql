select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 10), pg_temp.delivered('N1', 'A1', 'P', 10);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 0), pg_temp.stated('T2', '2026-05-16', '2026-05-20', 0),
    pg_temp.stated('T3', '2026-05-21', '2026-05-25', 109), pg_temp.stated('T4', '2026-05-26', '2026-05-31', 0);
select pg_temp.settled('T3', 1, 'P', 10, 10, 109, note => 'N1', rate => 0.09);
