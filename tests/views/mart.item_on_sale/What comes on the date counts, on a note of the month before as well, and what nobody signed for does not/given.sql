select pg_temp.trade();
select pg_temp.delivered('D1', '', 'P', 1, on_day => '2026-05-31');
select pg_temp.delivered('D2', '', 'Q', 1, 0, on_day => '2026-05-20');
select pg_temp.delivered('D3', '', 'Q', 1, on_day => '2026-04-30', store => 'S2');
select pg_temp.delivered('D3', '', 'P', 1, on_day => '2026-05-10', store => 'S2');
