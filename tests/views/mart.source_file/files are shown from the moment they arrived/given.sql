select pg_temp.clock('2026-05-10', '2026-05-10 23:59:59+08');
insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at,
    profile_version, state,
    rows_in, rows_loaded, rows_quarantined, rows_duplicate) overriding system value
values (1, 'C', 'orders', 'orders_0509.csv', repeat('a', 64), 120, 'folder', '2026-05-09', '2026-05-10 05:00+08', '2026-05-10 06:00+08',
    '1', 'loaded', 10, 8, 1, 1),
    (2, 'C', 'orders', 'orders_0510.csv', repeat('b', 64), 120, 'folder', '2026-05-10', '2026-05-11 05:00+08', '2026-05-11 06:00+08', '1',
        'loaded', 10, 10, 0, 0);
