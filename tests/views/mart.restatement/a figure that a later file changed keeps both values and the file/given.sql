select pg_temp.clock('2026-05-31', '2026-05-25 23:59:59+08');
insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version,
    state) overriding system value
values (7, 'C', 'statements', 'T1 corrected.csv', repeat('a', 64), 1, 'folder', '2026-05-20 05:00+08', '2026-05-20 06:00+08', '1',
    'loaded');
-- Known with 100.00, then with 90.00; a third value comes after the moment the report knows.
insert into core.settlement_figure (chain_id, statement_number, figure, amount, account_id, known_from, known_to, load_id,
    load_count) values
    ('C', 'T1', 'stated_payable', 100, 'C-1', '2026-05-18 09:00+08', '2026-05-20 09:00+08', null, 0),
    ('C', 'T1', 'stated_payable', 90, 'C-1', '2026-05-20 09:00+08', '2026-05-28 09:00+08', 7, 1),
    ('C', 'T1', 'stated_payable', 80, 'C-1', '2026-05-28 09:00+08', 'infinity', null, 0),
    ('C', 'T1', 'break_total', 0, 'C-1', '2026-05-18 09:00+08', 'infinity', null, 0);
