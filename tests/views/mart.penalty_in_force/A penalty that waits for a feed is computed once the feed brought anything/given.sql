select pg_temp.trade();
delete from core.penalty_rule where rule_id not in ('sku_lock', 'promotion_badly_prepared', 'promotion_badly_run');
insert into core.promotion_plan (chain_id, promotion_id, arrived_at, recorded_at) values ('C', 'M', '-infinity', '-infinity');
