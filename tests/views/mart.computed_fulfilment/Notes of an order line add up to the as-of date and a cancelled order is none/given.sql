select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 24, '2026-05-04'), pg_temp.delivered('D1', 'O1', 'P', 10, 8, on_day => '2026-05-06'),
    pg_temp.delivered('D2', 'O1', 'P', 14, on_day => '2026-05-30'), pg_temp.delivered('D3', 'O1', 'P', 2, on_day => '2026-06-01'),
    pg_temp.delivered('R1', 'O1', 'P', 5, on_day => '2026-05-12', kind => 'return');
select pg_temp.ordered('O2', 'P', 12, '2026-05-04', cancelled => true), pg_temp.ordered('O3', 'Q', 12, '2026-05-31'),
    pg_temp.ordered('O4', 'Q', 12, '2026-06-01');
