select pg_temp.trade();
select pg_temp.ordered('OLD', 'P', 10, '2026-02-28'), pg_temp.ordered('FIRST', 'P', 10, '2026-03-01'),
    pg_temp.ordered('LAST', 'P', 10, '2026-05-31'),
    pg_temp.ordered('NEXT', 'P', 10, '2026-06-01'), pg_temp.ordered('NONE', 'P', 0, '2026-05-10');
