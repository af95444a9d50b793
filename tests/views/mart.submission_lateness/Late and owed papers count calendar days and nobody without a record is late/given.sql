select pg_temp.trade();

insert into core.submission (kind, month, person_id, submitted_on, arrived_at, recorded_at) values
    ('sku_ranking', '2026-03-01', 'ann', '2026-03-05', '-infinity', '-infinity'),
    ('sku_ranking', '2026-04-01', 'ann', '2026-04-08', '-infinity', '-infinity'),
    ('plan', '2026-05-01', 'bob', '2026-05-25', '-infinity', '-infinity');
