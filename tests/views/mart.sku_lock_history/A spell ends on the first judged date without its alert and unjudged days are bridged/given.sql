select pg_temp.trade();
insert into core.sku_lock_judgement (as_of, recorded_at, alert_count) select day, day, 0
    from unnest(array['2026-05-04', '2026-05-05', '2026-05-08', '2026-05-11', '2026-05-12']::date[]) day;
insert into core.sku_lock_day (chain_id, as_of, store_id, product_id, level, since_on, cause, evidence, exposure_amount) values
    ('C', '2026-05-04', 'S1', 'P', 'at_risk', '2026-05-04', 'short_deliveries', 'a', 0),
    ('C', '2026-05-05', 'S1', 'P', 'suspected', '2026-05-05', 'unknown', 'b', 1000),
    ('C', '2026-05-08', 'S1', 'P', 'locked', '2026-05-06', 'unknown', 'c', 1050),
    ('C', '2026-05-12', 'S1', 'P', 'at_risk', '2026-05-12', 'unknown', 'd', 0);
