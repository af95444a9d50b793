select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 12), pg_temp.ordered('A2', 'P', 12), pg_temp.ordered('A3', 'P', 12), pg_temp.ordered('A4', 'P', 12);
select pg_temp.delivered('N1', 'A1', 'P', 12), pg_temp.delivered('N2', 'A2', 'P', 12), pg_temp.delivered('N3', 'A3', 'P', 12),
    pg_temp.delivered('N4', 'A4', 'P', 12);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 124.26 + 135.60 + 125.80 + 130.79);
select pg_temp.settled('T1', 1, 'P', 12, 9.5, 124.26, note => 'N1', rate => 0.09),
    pg_temp.settled('T1', 2, 'P', 12, 10, 135.60, note => 'N2', rate => 0.13),
    pg_temp.settled('T1', 3, 'P', 12, 10, 125.80, note => 'N3'), pg_temp.settled('T1', 4, 'P', 12, 10, 130.79, note => 'N4');
