select pg_temp.trade();
-- After Friday 1 May: the twentieth working day is Friday 29 May; after Thursday 30 April it is Thursday 28 May.
select pg_temp.clock('2026-05-29', '2026-06-30 23:59:59+08');
update core.product set launched_on = case product_id when 'P' then date '2026-05-01' else date '2026-04-30' end;
delete from core.store where chain_id = 'G' or store_id = 'S2';
select pg_temp.delivered('R1', '', 'Q', 1, on_day => '2026-05-20', kind => 'return');
select pg_temp.delivered('D1', '', 'P', 1, 0, on_day => '2026-05-20');
