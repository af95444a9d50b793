select pg_temp.trade();
-- Up to 0.10 too little per unit until the 15th, up to 0.10 too much from the 16th on.
select pg_temp.tolerated('unit_price', 0.10, 0, valid_to => '2026-05-15'),
    pg_temp.tolerated('unit_price', 0, 0.10, valid_from => '2026-05-16');
select pg_temp.ordered('A' || n, 'P', 10), pg_temp.delivered('N' || n, 'A' || n, 'P', 10) from generate_series(1, 2) n;
select pg_temp.ordered('A' || n, 'P', 10, '2026-05-18'), pg_temp.delivered('N' || n, 'A' || n, 'P', 10, on_day => '2026-05-20')
    from generate_series(3, 4) n;
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 217.46), pg_temp.stated('T2', '2026-05-16', '2026-05-31', 217.46);
select pg_temp.settled('T1', 1, 'P', 10, 9.9, 107.91, note => 'N1', rate => 0.09),
    pg_temp.settled('T1', 2, 'P', 10, 10.05, 109.55, note => 'N2', rate => 0.09);
select pg_temp.settled('T2', 1, 'P', 10, 9.9, 107.91, note => 'N3', rate => 0.09),
    pg_temp.settled('T2', 2, 'P', 10, 10.05, 109.55, note => 'N4', rate => 0.09);
