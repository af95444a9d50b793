select pg_temp.trade();
-- D1 is settled as it was delivered, D2 at another price; D3 waits for its statement, which has come without it; D4 waits for one to come.
select pg_temp.ordered('O1', 'P', 10, '2026-05-04'), pg_temp.delivered('D1', 'O1', 'P', 10), pg_temp.ordered('O2', 'P', 10, '2026-05-04'),
    pg_temp.delivered('D2', 'O2', 'P', 10), pg_temp.ordered('O3', 'P', 10, '2026-05-04'), pg_temp.delivered('D3', 'O3', 'P', 10),
    pg_temp.ordered('O4', 'P', 10, '2026-05-20'), pg_temp.delivered('D4', 'O4', 'P', 10, on_day => '2026-05-22');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 228.90);
select pg_temp.settled('A', 1, 'P', 10, 10, 109.00, note => 'D1', ordered => 'O1', rate => 0.09, store => 'S1'),
    pg_temp.settled('A', 2, 'P', 10, 11, 119.90, note => 'D2', ordered => 'O2', rate => 0.09, store => 'S1');
-- The file of this name holds a function; a view of the case's own shows it.
create view mart.flagged_settlement as
select * from mart.flagged_settlement();
