select pg_temp.trade();
select pg_temp.clock('2026-06-05', '2026-06-30 23:59:59+08');
select pg_temp.delivered('D1', '', 'P', 4, on_day => date '2026-05-04');
select pg_temp.delivered('D2', '', 'P', 5, on_day => date '2026-05-20', store => 'S2');
select pg_temp.delivered('D3', '', 'Q', 3, on_day => date '2026-05-20');
