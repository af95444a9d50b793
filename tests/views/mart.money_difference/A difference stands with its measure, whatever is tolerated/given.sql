select pg_temp.trade(), pg_temp.tolerated('unit_price', 0.10, 0.10);
-- 0.10 too little a unit is 1.09 with VAT; N2 is not settled at all, and half a cent of N3's is rounding.
select pg_temp.ordered('A' || n, 'P', 10), pg_temp.delivered('N' || n, 'A' || n, 'P', 10) from generate_series(1, 3) n;
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 216.92);
select pg_temp.settled('T1', 1, 'P', 10, 9.9, 107.91, note => 'N1', rate => 0.09),
    pg_temp.settled('T1', 2, 'P', 10, 10, 109.01, note => 'N3', rate => 0.09);
