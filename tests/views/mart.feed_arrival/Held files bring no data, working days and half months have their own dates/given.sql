select pg_temp.trade();
-- Friday 15 May: the half month's statement was held, and Saturday and Sunday want no promotion file.
select pg_temp.clock('2026-05-18', '2026-05-18 23:00+08');
insert into core.expected_arrival (chain_id, report, every, after_days, by_time, arrived_at, recorded_at) values
    ('C', 'statements', 'half_month', 2, '18:00', '-infinity', '-infinity'),
    ('C', 'status', 'working_day', 0, '20:00', '-infinity', '-infinity');
insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version,
    state) values
    ('C', 'statements', 'april', 'a', 1, 'test', '2026-04-30', '2026-05-02 08:00+08', '2026-05-02 08:00+08', '1', 'loaded'),
    ('C', 'statements', 'may', 'b', 1, 'test', '2026-05-15', '2026-05-17 08:00+08', '2026-05-17 08:00+08', '1', 'held'),
    ('C', 'status', 'friday', 'c', 1, 'test', '2026-05-15', '2026-05-15 08:00+08', '2026-05-15 08:00+08', '1', 'loaded');
