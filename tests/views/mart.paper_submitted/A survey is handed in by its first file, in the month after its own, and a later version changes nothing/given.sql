insert into core.submission (kind, month, person_id, submitted_on, arrived_at, recorded_at) values
    ('budget', '2026-05-01', 'ann', '2026-05-14', '-infinity', '-infinity'),
    -- After the as-of date.
    ('plan', '2026-06-01', 'ann', '2026-06-20', '-infinity', '-infinity');
insert into core.store_survey (chain_id, store_id, month, kind, name, person_id, arrived_at, recorded_at, superseded_at,
    superseded_recorded_at) values
    ('C', 'S1', '2026-04-01', 'gift', 'bag', 'ann', pg_temp.morning('2026-05-04'), pg_temp.morning('2026-05-04'),
        pg_temp.morning('2026-05-09'), pg_temp.morning('2026-05-09')),
    ('C', 'S1', '2026-04-01', 'gift', 'bag', 'ann', pg_temp.morning('2026-05-09'), pg_temp.morning('2026-05-09'), 'infinity', 'infinity'),
    ('C', 'S1', '2026-05-01', 'gift', 'bag', 'ann', pg_temp.morning('2026-06-02'), pg_temp.morning('2026-06-02'), 'infinity', 'infinity');
insert into core.work_summary (person_id, month, arrived_at, recorded_at) values
    ('bob', '2026-04-01', pg_temp.morning('2026-05-06'), pg_temp.morning('2026-05-06'));
