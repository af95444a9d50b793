select pg_temp.trade();
update core.settlement_account set grace_days = 0 where chain_id = 'G';
select pg_temp.ordered('O1', 'P', 10, '2026-05-28', '2026-05-31', chain => 'G'),
    pg_temp.ordered('O2', 'P', 10, '2026-05-28', '2026-06-06', chain => 'G'),
    pg_temp.ordered('O3', 'P', 10, '2026-05-28', '2026-06-05', chain => 'G');
