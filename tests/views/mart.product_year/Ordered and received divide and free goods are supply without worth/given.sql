select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 5, '2026-04-20');
select pg_temp.ordered('O2', 'P', 20, '2026-05-04'), pg_temp.delivered('D2', 'O2', 'P', 20, on_day => '2026-05-06');
select pg_temp.ordered('O3', 'P', 30, '2026-05-12'), pg_temp.delivered('D3', 'O3', 'P', 30, on_day => '2026-05-14');
-- Free goods are supply without worth.
select pg_temp.ordered('O4', 'P', 4, '2026-05-12', printed => 0, free => true, store => 'S2'),
    pg_temp.delivered('D4', 'O4', 'P', 4, on_day => '2026-05-14', free => true, store => 'S2');
