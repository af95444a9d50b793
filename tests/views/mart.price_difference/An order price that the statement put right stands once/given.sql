-- O1 printed 9.50 where 10.00 is agreed, and the statement settles 10.00: one mistake, the order's. O2 was settled at the order's wrong
-- price.
select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 10, date '2026-05-04', printed => 9.5), pg_temp.delivered('D1', 'O1', 'P', 10);
select pg_temp.ordered('O2', 'P', 10, date '2026-05-04', printed => 9.5), pg_temp.delivered('D2', 'O2', 'P', 10);
select pg_temp.stated('A', date '2026-05-01', date '2026-05-15', 212.55);
select pg_temp.settled('A', 1, 'P', 10, 10.0000, 109.00, note => 'D1', rate => 0.09),
    pg_temp.settled('A', 2, 'P', 10, 9.5000, 103.55, note => 'D2', rate => 0.09);
