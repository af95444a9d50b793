select pg_temp.trade();
-- 10 and 6 delivered; the statements name the order only: 8, then 5, then 4: one too many.
select pg_temp.ordered('A1', 'P', 16), pg_temp.delivered('N1', 'A1', 'P', 10),
    pg_temp.delivered('N2', 'A1', 'P', 6, on_day => '2026-05-08');
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 141.70), pg_temp.stated('T2', '2026-05-16', '2026-05-31', 43.60);
select pg_temp.settled('T1', 1, 'P', 8, 10, 87.20, ordered => 'A1', rate => 0.09),
    pg_temp.settled('T1', 2, 'P', 5, 10, 54.50, ordered => 'A1', rate => 0.09),
    pg_temp.settled('T2', 1, 'P', 4, 10, 43.60, ordered => 'A1', rate => 0.09);
