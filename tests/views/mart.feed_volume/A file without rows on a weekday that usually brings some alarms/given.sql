select pg_temp.trade(), pg_temp.clock('2026-05-26', '2026-06-30 23:59+08');
-- Tuesdays of C brought 120 orders each; the file of the 26th came and is empty but for its header. G's Tuesdays are empty as ever, and
-- five rows are too few to miss.
insert into core.expected_arrival (chain_id, report, every, after_days, by_time, arrived_at, recorded_at)
select chain_id, report, 'working_day', 0, '20:00', '-infinity', '-infinity'
    from core.chain, (values ('orders'), ('deliveries')) as reports (report);
insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version,
    state, rows_in, rows_loaded)
select chain_id, report, chain_id || report || day, chain_id || report || day, 1, 'x', day, '2026-05-30', '2026-05-30', 'x', 'loaded',
    row_count, row_count
from (values (date '2026-04-28'), ('2026-05-05'), ('2026-05-12'), ('2026-05-19'), ('2026-05-26')) as days (day)
cross join lateral (values ('C', 'orders', case when day = '2026-05-26' then 0 else 120 end), ('G', 'orders', 0),
    ('G', 'deliveries', case when day = '2026-05-26' then 0 else 5 end))
    as files (chain_id, report, row_count);
