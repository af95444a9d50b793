select pg_temp.trade();
select pg_temp.delivered('D1', '', 'P', 4, on_day => date '2026-05-04');
select pg_temp.delivered('D2', '', 'Q', 4, on_day => date '2026-05-03');
select pg_temp.delivered('R1', '', 'P', 1, on_day => date '2026-05-20', kind => 'return', store => 'S2');
