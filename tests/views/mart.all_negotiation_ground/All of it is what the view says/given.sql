select pg_temp.trade();
-- Last year: ten units up to the same day, forty after it, which no statement has settled (545.00).
update core.product set valid_from = '2025-01-01'; update core.price set valid_from = '2025-01-01';
update core.store set valid_from = '2025-01-01';
select pg_temp.ordered('L1', 'P', 10, '2025-05-20'), pg_temp.delivered('LD1', 'L1', 'P', 10, on_day => '2025-05-22');
select pg_temp.ordered('L2', 'P', 40, '2025-06-20'), pg_temp.delivered('LD2', 'L2', 'P', 40, on_day => '2025-06-22');
-- This year: twenty units settled at 11.0000 instead of 10.0000, thirty at 9.0000; 50.00 deducted.
select pg_temp.ordered('O1', 'P', 20, '2026-05-04'), pg_temp.delivered('D1', 'O1', 'P', 20, on_day => '2026-05-06');
select pg_temp.ordered('O2', 'P', 30, '2026-05-04'), pg_temp.delivered('D2', 'O2', 'P', 30, on_day => '2026-05-06');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 484.10);
select pg_temp.settled('A', 1, 'P', 20, 11, 239.80, note => 'D1', ordered => 'O1', rate => 0.09, store => 'S1');
select pg_temp.settled('A', 2, 'P', 30, 9, 294.30, note => 'D2', ordered => 'O2', rate => 0.09, store => 'S1');
select pg_temp.deducted('A', 3, '年节费', -50);
create view mart.all_negotiation_ground as
select * from mart.all_negotiation_ground();
