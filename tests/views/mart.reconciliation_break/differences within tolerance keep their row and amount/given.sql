select pg_temp.trade();
select pg_temp.tolerated('quantity', 2, 1), pg_temp.tolerated('unit_price', 0.05, 0.05, 1, 1);
select pg_temp.ordered('A1', 'P', 12), pg_temp.ordered('A2', 'P', 12), pg_temp.ordered('A3', 'P', 12);
select pg_temp.delivered('N1', 'A1', 'P', 10), pg_temp.delivered('N2', 'A2', 'P', 14), pg_temp.delivered('N3', 'A3', 'P', 12);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 109 + 152.60 + 130.80 - 1.31);
select pg_temp.settled('T1', 1, 'P', 10, 10, 109, note => 'N1'), pg_temp.settled('T1', 2, 'P', 14, 10, 152.60, note => 'N2'),
    pg_temp.settled('T1', 3, 'P', 12, 9.9, 129.49, note => 'N3');
