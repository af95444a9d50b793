select pg_temp.trade();
select pg_temp.delivered('D1', '', 'P', 4, on_day => '2026-05-31'), pg_temp.delivered('D2', '', 'P', 8, on_day => '2026-06-01');
