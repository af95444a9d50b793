select pg_temp.trade(), pg_temp.clock('2026-05-11', '2026-05-11 09:00+08');
insert into core.expected_arrival (chain_id, report, every, after_days, by_time, arrived_at, recorded_at)
    values ('C', 'orders', 'day', 1, '09:00', '-infinity', '-infinity');
insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version,
    state) values
    ('C', 'orders', '08', 'a', 1, 'test', '2026-05-08', '2026-05-09 09:00+08', '2026-05-09 09:00+08', '1', 'loaded'),
    ('C', 'orders', '09', 'b', 1, 'test', '2026-05-09', '2026-05-10 09:00:01+08', '2026-05-10 09:00:01+08', '1', 'loaded');
