select pg_temp.clock('2026-06-10', '2026-06-30 23:59:59+08');
select pg_temp.trade();
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at) values
    ('C', 'S1', 'Q', '2026-05-23', 'locked', '-infinity', '-infinity'), ('C', 'S2', 'Q', '2026-06-08', 'locked', '-infinity', '-infinity');
insert into core.sku_lock_judgement (as_of, recorded_at, alert_count)
    values ('2026-05-08', '2026-05-08', 1), ('2026-05-11', '2026-05-11', 0),
    ('2026-06-05', '2026-06-05', 1);
insert into core.sku_lock_day (chain_id, as_of, store_id, product_id, level, since_on, cause, evidence, exposure_amount) values
    ('C', '2026-05-08', 'S2', 'P', 'at_risk', '2026-05-08', 'unknown', 'x', 0),
    ('C', '2026-06-05', 'S1', 'Q', 'suspected', '2026-05-20', 'unknown', 'x', 0);
