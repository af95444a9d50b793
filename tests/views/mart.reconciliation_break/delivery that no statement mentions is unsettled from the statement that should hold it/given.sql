select pg_temp.trade();
update core.settlement_account set cutoff_days = 3 where chain_id = 'C';
select pg_temp.ordered('A1', 'P', 12), pg_temp.delivered('N1', 'A1', 'P', 12, on_day => '2026-05-08');
select pg_temp.stated('T1', '2026-05-01', '2026-05-10', 0), pg_temp.stated('T2', '2026-05-11', '2026-05-20', 0),
    pg_temp.stated('T3', '2026-05-21', '2026-05-31', 0);
