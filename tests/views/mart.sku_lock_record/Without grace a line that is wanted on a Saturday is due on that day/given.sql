select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59+08');
update core.settlement_account set grace_days = 0 where chain_id = 'G';
-- Two failures of 29 and 30 May; what is wanted on the 31st has not failed.
select pg_temp.ordered('O1', 'P', 10, '2026-05-27', '2026-05-29', chain => 'G'),
    pg_temp.ordered('O2', 'P', 10, '2026-05-28', '2026-05-30', chain => 'G'),
    pg_temp.ordered('O3', 'P', 10, '2026-05-28', '2026-05-31', chain => 'G');
