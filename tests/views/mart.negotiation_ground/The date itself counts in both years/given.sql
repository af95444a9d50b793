select pg_temp.trade();
-- A year ago to the day ten units came, which nobody settled: 109.00. A statement that ends today settles ten of this year.
update core.product set valid_from = '2025-01-01'; update core.price set valid_from = '2025-01-01';
update core.store set valid_from = '2025-01-01';
select pg_temp.ordered('L1', 'P', 10, '2025-05-29'), pg_temp.delivered('LD1', 'L1', 'P', 10, on_day => '2025-05-31');
select pg_temp.ordered('O1', 'P', 10, '2026-05-18'), pg_temp.delivered('D1', 'O1', 'P', 10, on_day => '2026-05-20');
select pg_temp.stated('A', '2026-05-16', '2026-05-31', 109.00);
select pg_temp.settled('A', 1, 'P', 10, 10, 109.00, note => 'D1', ordered => 'O1', rate => 0.09, store => 'S1');
