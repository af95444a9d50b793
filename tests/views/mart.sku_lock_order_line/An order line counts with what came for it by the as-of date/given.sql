-- Six of ten came, and two more after the as-of date; nothing came for the second. Free goods, what was cancelled, a return and a delivery
-- that names no order say nothing about an order.
select pg_temp.trade();
select pg_temp.ordered('A', 'P', 10, date '2026-05-04'), pg_temp.ordered('B', 'Q', 12, date '2026-05-05'),
    pg_temp.ordered('F', 'P', 2, date '2026-05-06', printed => 0, free => true),
    pg_temp.ordered('X', 'P', 10, date '2026-05-07', cancelled => true);
select pg_temp.delivered('N1', 'A', 'P', 6, on_day => date '2026-05-06'), pg_temp.delivered('N2', 'A', 'P', 2, on_day => date '2026-06-02'),
    pg_temp.delivered('N3', '', 'Q', 12, on_day => date '2026-05-07'),
    pg_temp.delivered('R', 'A', 'P', 1, on_day => date '2026-05-08', kind => 'return');
