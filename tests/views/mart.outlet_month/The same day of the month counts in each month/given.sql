select pg_temp.trade(), pg_temp.clock('2026-06-05', '2026-06-30 23:59:59+08');
select pg_temp.delivered('D1', '', 'P', 4, on_day => '2026-05-05'), pg_temp.delivered('D2', '', 'P', 10, on_day => '2026-05-06'),
    pg_temp.delivered('D3', '', 'P', 2, on_day => '2026-06-05'), pg_temp.delivered('D4', '', 'P', 8, on_day => '2026-06-06');
