select pg_temp.trade();
update core.chain set price_basis = 'order';
-- Median 10, median absolute deviation 0.1: the edge is 5 × 1.4826 × 0.1 = 0.7413.
select pg_temp.ordered('O1', 'P', 100, date '2026-05-01', printed => 10, store => 'S1');
select pg_temp.ordered('O2', 'P', 100, date '2026-05-02', printed => 10, store => 'S1');
select pg_temp.ordered('O3', 'P', 100, date '2026-05-03', printed => 10.1, store => 'S1');
select pg_temp.ordered('O4', 'P', 100, date '2026-05-04', printed => 9.9, store => 'S1');
select pg_temp.ordered('O5', 'P', 100, date '2026-05-05', printed => 10.1, store => 'S1');
select pg_temp.ordered('O6', 'P', 100, date '2026-05-06', printed => 9.9, store => 'S1');
select pg_temp.ordered('O7', 'P', 100, date '2026-05-07', printed => 10.1, store => 'S1');
select pg_temp.ordered('O8', 'P', 100, date '2026-05-08', printed => 9.9, store => 'S1');
select pg_temp.ordered('X1', 'P', 100, date '2026-05-09', printed => 10.7413, store => 'S1');
select pg_temp.ordered('X2', 'P', 100, date '2026-05-09', printed => 10.7414, store => 'S1');
-- Seven earlier prices are too few, however far the eighth.
select pg_temp.ordered('Q2', 'Q', 100, date '2026-05-02', printed => 4, store => 'S1');
select pg_temp.ordered('Q3', 'Q', 100, date '2026-05-03', printed => 4, store => 'S1');
select pg_temp.ordered('Q4', 'Q', 100, date '2026-05-04', printed => 4, store => 'S1');
select pg_temp.ordered('Q5', 'Q', 100, date '2026-05-05', printed => 4, store => 'S1');
select pg_temp.ordered('Q6', 'Q', 100, date '2026-05-06', printed => 4, store => 'S1');
select pg_temp.ordered('Q7', 'Q', 100, date '2026-05-07', printed => 4, store => 'S1');
select pg_temp.ordered('Q8', 'Q', 100, date '2026-05-08', printed => 4, store => 'S1');
select pg_temp.ordered('X3', 'Q', 100, date '2026-05-09', printed => 8, store => 'S1');
-- A price that never moved: two per cent of 8.1632 are 0.163264.
select pg_temp.ordered('G1', 'P', 100, date '2026-05-01', printed => 8.1632, store => 'S1', chain => 'G');
select pg_temp.ordered('G2', 'P', 100, date '2026-05-02', printed => 8.1632, store => 'S1', chain => 'G');
select pg_temp.ordered('G3', 'P', 100, date '2026-05-03', printed => 8.1632, store => 'S1', chain => 'G');
select pg_temp.ordered('G4', 'P', 100, date '2026-05-04', printed => 8.1632, store => 'S1', chain => 'G');
select pg_temp.ordered('G5', 'P', 100, date '2026-05-05', printed => 8.1632, store => 'S1', chain => 'G');
select pg_temp.ordered('G6', 'P', 100, date '2026-05-06', printed => 8.1632, store => 'S1', chain => 'G');
select pg_temp.ordered('G7', 'P', 100, date '2026-05-07', printed => 8.1632, store => 'S1', chain => 'G');
select pg_temp.ordered('G8', 'P', 100, date '2026-05-08', printed => 8.1632, store => 'S1', chain => 'G');
select pg_temp.ordered('X4', 'P', 100, date '2026-05-09', printed => 8.0000, store => 'S1', chain => 'G');
select pg_temp.ordered('X5', 'P', 100, date '2026-05-09', printed => 7.9999, store => 'S1', chain => 'G');
