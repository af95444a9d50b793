select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59:59+08');
-- Three dealers' stores without a representative would be a signal: but of April nobody knows anything.
update core.store set dealer = '无人' where chain_id = 'C';
delete from core.responsibility where role = 'representative';
select pg_temp.ordered('O1', 'P', 90, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 90, on_day => date '2026-05-04', store => 'S1', chain => 'C');
