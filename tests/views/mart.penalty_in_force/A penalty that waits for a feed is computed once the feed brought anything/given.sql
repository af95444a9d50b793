select pg_temp.trade();
delete from core.penalty_rule where rule_id not in ('sku_lock', 'promotion_badly_prepared', 'promotion_badly_run', 'stack_missing',
    'display_empty_dealer');
insert into core.promotion_plan (chain_id, promotion_id, arrived_at, recorded_at) values ('C', 'M', '-infinity', '-infinity');
-- An inspection of anything; the manual's amount for a dealer's empty display is illegible.
insert into core.inspection (chain_id, store_id, inspected_on, arrived_at, recorded_at) values
    ('C', 'S1', '2026-05-01', '-infinity', '-infinity');
