select pg_temp.trade();
select pg_temp.clock('2026-05-18', '2026-05-31 12:00+08');
select pg_temp.ordered('A1', 'P', 12), pg_temp.ordered('A2', 'P', 12), pg_temp.ordered('A3', 'P', 12, '2026-05-16', '2026-05-18'),
    pg_temp.ordered('A4', 'P', 12),
    pg_temp.ordered('A5', 'P', 12, cancelled => true), pg_temp.ordered('A6', 'P', 12, '2026-05-14'), pg_temp.ordered('A7', 'P', 12),
    pg_temp.ordered('A8', 'P', 12);
select pg_temp.delivered('N1', 'A1', 'P', 12), pg_temp.delivered('N2', 'A2', 'P', 12),
    pg_temp.delivered('N6', 'A6', 'P', 12, on_day => '2026-05-16'), pg_temp.delivered('N7', 'A7', 'P', 12),
    pg_temp.delivered('N8', 'A8', 'P', 12);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 130.80 + 130.79 + 124.26);
select pg_temp.settled('T1', 1, 'P', 12, 10, 130.80, note => 'N1'), pg_temp.settled('T1', 2, 'P', 12, 10, 130.79, note => 'N2'),
    pg_temp.settled('T1', 3, 'P', 12, 9.5, 124.26, note => 'N7');
