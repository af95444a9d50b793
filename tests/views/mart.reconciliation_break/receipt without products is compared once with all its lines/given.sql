select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 12), pg_temp.ordered('A1', 'Q', 24), pg_temp.delivered('N1', 'A1', 'P', 12),
    pg_temp.delivered('N1', 'A1', 'Q', 24);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 220), pg_temp.stated('T2', '2026-05-16', '2026-05-31', 221.20);
select pg_temp.settled('T1', 1, null, null, null, 220, note => 'N1'), pg_temp.settled('T2', 1, null, null, null, 221.20, note => 'N1');
