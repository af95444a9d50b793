select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 10, date '2026-05-06', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 10, on_day => date '2026-05-06', store => 'S1', chain => 'C');

select pg_temp.delivered('R1', '', 'P', 3, on_day => date '2026-05-06', kind => 'return');
select pg_temp.delivered('D2', '', 'Q', 3, on_day => date '2026-05-07');
select pg_temp.ordered('O3', 'P', 2, date '2026-05-08', free => true);
select pg_temp.delivered('D3', 'O3', 'P', 2, on_day => date '2026-05-08', free => true);
