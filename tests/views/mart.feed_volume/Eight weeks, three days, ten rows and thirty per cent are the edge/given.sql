select pg_temp.trade(), pg_temp.clock('2026-05-29', '2026-06-30 23:59+08');
-- Three of ten rows are thirty per cent, two are under it; the Friday eight weeks before is one of the three that must be known. Saturdays
-- are judged among Saturdays. 24 April is 35 days ago, and no longer shown.
insert into core.expected_arrival (chain_id, report, every, after_days, by_time, arrived_at, recorded_at)
select chain_id, report, 'day', 0, '20:00', '-infinity', '-infinity'
    from core.chain, (values ('orders'), ('deliveries')) as reports (report);
insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version,
    state, rows_in, rows_loaded)
select chain_id, report, chain_id || report || day, chain_id || report || day, 1, 'x', day, '2026-05-30', '2026-05-30', 'x', 'loaded',
    row_count, row_count
from (values ('C', 'orders', date '2026-04-03', 10), ('C', 'orders', '2026-05-15', 10), ('C', 'orders', '2026-05-22', 10),
    ('C', 'orders', '2026-05-29', 3),
    ('G', 'orders', '2026-04-03', 10), ('G', 'orders', '2026-05-15', 10), ('G', 'orders', '2026-05-22', 10),
    ('G', 'orders', '2026-05-29', 2),
    ('C', 'orders', '2026-05-02', 20), ('C', 'orders', '2026-05-09', 20), ('C', 'orders', '2026-05-16', 20),
    ('C', 'orders', '2026-05-23', 5),
    ('C', 'deliveries', '2026-04-03', 10), ('C', 'deliveries', '2026-04-10', 10), ('C', 'deliveries', '2026-04-17', 10),
    ('C', 'deliveries', '2026-04-24', 10)) as files (chain_id, report, day, row_count);
