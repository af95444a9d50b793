select pg_temp.trade();
-- 12 P and 24 Q on two notes of one order: 130.80 + 90.40. The statement names the order and 220.00 once, and the same again later.
select pg_temp.ordered('A1', 'P', 12), pg_temp.ordered('A1', 'Q', 24), pg_temp.delivered('N1', 'A1', 'P', 12),
    pg_temp.delivered('N2', 'A1', 'Q', 24, on_day => '2026-05-08');
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 220), pg_temp.stated('T2', '2026-05-16', '2026-05-31', 300);
select pg_temp.settled('T1', 1, null, null, null, 220, ordered => 'A1'), pg_temp.settled('T2', 1, null, null, null, 220, ordered => 'A1'),
    pg_temp.settled('T2', 2, null, null, null, 80, ordered => 'A9');
