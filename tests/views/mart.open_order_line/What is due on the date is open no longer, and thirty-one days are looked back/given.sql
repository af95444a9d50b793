select pg_temp.trade(), pg_temp.clock('2026-05-29', '2026-06-30 23:59+08');
-- Without grace a line is due on the day on which it is wanted.
update core.settlement_account set grace_days = 0 where chain_id = 'G';
select pg_temp.ordered('TODAY', 'P', 24, '2026-05-27', requested => '2026-05-29', chain => 'G');
select pg_temp.ordered('NEXT', 'P', 24, '2026-05-27', requested => '2026-06-01', chain => 'G');
select pg_temp.ordered('OLD', 'P', 24, '2026-04-28', requested => '2026-06-01');
select pg_temp.ordered('KEPT', 'P', 24, '2026-04-29', requested => '2026-06-01');
