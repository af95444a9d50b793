select pg_temp.trade();
select pg_temp.tolerated('unit_price', 0, 0), pg_temp.tolerated('order_total', 15, 15);
select pg_temp.ordered('A1', 'P', 12), pg_temp.ordered('A1', 'Q', 12), pg_temp.ordered('A2', 'P', 12);
select pg_temp.delivered('N1', 'A1', 'P', 12), pg_temp.delivered('N1', 'A1', 'Q', 12), pg_temp.delivered('N2', 'A2', 'P', 12);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 124.26 + 40.68 + 111.18);
select pg_temp.settled('T1', 1, 'P', 12, 9.5, 124.26, note => 'N1'), pg_temp.settled('T1', 2, 'Q', 12, 3, 40.68, note => 'N1'),
    pg_temp.settled('T1', 3, 'P', 12, 8.5, 111.18, note => 'N2');
