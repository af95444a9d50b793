-- N1 holds 12 P (120.0000 at 9 %) and 12 Q (39.9996 at 13 %): of 180.00 without a rate of its own, 180 × 159.9996 ÷ 175.999548 = 163.64 is
-- without VAT.
-- Order A2 holds Q alone, free goods weigh nothing: 90.40 ÷ 1.13 = 80.00. Nobody knows receipt N9: its 50.00 counts as stated.
-- 20.00 came back on R1, all Q: −20.00 ÷ 1.13 = −17.70. Chain G has no clause that asks, so nothing is computed for it.
select pg_temp.trade(), pg_temp.contract('K26'), pg_temp.term('K26', '3.1', 'logistics', 'percentage', 2.5, basis => 'excluding');
select pg_temp.delivered('N1', 'A1', 'P', 12), pg_temp.delivered('N1', 'A1', 'Q', 12), pg_temp.delivered('N2', 'A2', 'Q', 24),
    pg_temp.delivered('N2', 'A2', 'P', 6, free => true);
select pg_temp.delivered('R1', '', 'Q', 6, kind => 'return'), pg_temp.delivered('N7', 'A7', 'P', 12, chain => 'G');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 300.40), pg_temp.stated('B', '2026-05-01', '2026-05-15', 130.80, chain => 'G');
select pg_temp.settled('A', 1, null, null, null, 180.00, note => 'N1'), pg_temp.settled('A', 2, null, null, null, 90.40, ordered => 'A2'),
    pg_temp.settled('A', 3, null, null, null, 50.00, note => 'N9'),
    pg_temp.settled('A', 4, null, null, null, -20.00, note => 'R1', kind => 'return');
select pg_temp.settled('B', 1, null, null, null, 130.80, note => 'N7', chain => 'G');
