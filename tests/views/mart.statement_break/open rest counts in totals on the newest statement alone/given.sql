-- 10 of P at 10.00 and 9 % VAT are 109.00; A settles 8 of them, B none: the rest of 21.80 shows on both and is claimed once.
select pg_temp.trade(), pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('N1', 'O1', 'P', 10);
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 87.20),
    pg_temp.settled('A', 1, 'P', 8, 10, 87.20, note => 'N1', rate => 0.09, store => 'S1');
select pg_temp.stated('B', '2026-05-16', '2026-05-31', 0);
