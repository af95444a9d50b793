select pg_temp.trade(), pg_temp.clock('2026-05-29', '2026-06-30 23:59+08');
-- Due on Friday 1 May, 28 days ago; on 4 May; on the date itself. A unit, two and three came of them.
select pg_temp.ordered('O1', 'P', 7, '2026-04-28', '2026-04-30'), pg_temp.delivered('D1', 'O1', 'P', 1, on_day => '2026-05-01'),
    pg_temp.ordered('O2', 'P', 10, '2026-04-29', '2026-05-01'), pg_temp.delivered('D2', 'O2', 'P', 2, on_day => '2026-05-04'),
    pg_temp.ordered('O3', 'P', 10, '2026-05-26', '2026-05-28'), pg_temp.delivered('D3', 'O3', 'P', 3, on_day => '2026-05-29');
