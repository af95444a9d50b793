select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 10, date '2026-05-06');
-- A delivery on an order, a return, a delivery without an order, free goods, and one of after the as-of date.
select pg_temp.delivered('D1', 'O1', 'P', 10, on_day => date '2026-05-08'),
    pg_temp.delivered('R1', '', 'P', 3, on_day => date '2026-05-09', kind => 'return'),
    pg_temp.delivered('D2', '', 'Q', 3, on_day => date '2026-05-10'),
    pg_temp.delivered('D3', '', 'P', 2, on_day => date '2026-05-11', free => true),
    pg_temp.delivered('D4', '', 'P', 5, on_day => date '2026-06-02');
