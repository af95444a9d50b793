select pg_temp.trade();
select pg_temp.delivered('D1', '', 'P', 10, on_day => '2026-05-20'), pg_temp.delivered('D2', '', 'Q', 30, on_day => '2026-05-20');
select pg_temp.delivered('D3', '', 'P', 10, on_day => '2026-05-20', store => 'S2'),
    pg_temp.delivered('R3', '', 'P', 10, on_day => '2026-05-21', store => 'S2', kind => 'return');
