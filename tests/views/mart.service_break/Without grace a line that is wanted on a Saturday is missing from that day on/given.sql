select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59+08');
update core.settlement_account set grace_days = 0 where chain_id = 'G';
select pg_temp.ordered('DUE', 'P', 10, '2026-05-28', '2026-05-30', chain => 'G'),
    pg_temp.ordered('NEXT', 'P', 10, '2026-05-28', '2026-05-31', chain => 'G');
