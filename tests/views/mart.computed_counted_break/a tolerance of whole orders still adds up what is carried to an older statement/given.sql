select pg_temp.trade(), pg_temp.tolerated('order_total', 50, 50);
select pg_temp.ordered('A1', 'P', 10), pg_temp.ordered('A1', 'Q', 3);
select pg_temp.delivered('N1', 'A1', 'P', 10), pg_temp.delivered('N1', 'A1', 'Q', 3);
select pg_temp.stated('T1', '2026-05-01', '2026-05-10', 0), pg_temp.stated('T2', '2026-05-11', '2026-05-20', 16.95),
    pg_temp.stated('T3', '2026-05-21', '2026-05-31', 0);
select pg_temp.settled('T2', 1, 'Q', 3, 5, 16.95, note => 'N1', rate => 0.13);
