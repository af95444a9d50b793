select pg_temp.trade();
delete from core.store where chain_id = 'G';
select pg_temp.ordered('O1', 'P', 10, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 10, on_day => date '2026-05-04', store => 'S1', chain => 'C');
