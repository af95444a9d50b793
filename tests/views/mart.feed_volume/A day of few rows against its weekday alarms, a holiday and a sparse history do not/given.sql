select pg_temp.trade(), pg_temp.clock('2026-05-29', '2026-06-30 23:59+08');
-- Orders of C come every day. Fridays brought 40, 44 and 42: 12 are just under 30 % of what is usual, 13 are not. Of Mondays only two are
-- known. 1 May is off.
update core.calendar_day set is_working_day = false where day = '2026-05-01';
insert into core.expected_arrival (chain_id, report, every, after_days, by_time, arrived_at, recorded_at)
values ('C', 'orders', 'day', 0, '20:00', '-infinity', '-infinity'),
    ('C', 'statements', 'half_month', 0, '20:00', '-infinity', '-infinity');
insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version,
    state, rows_in, rows_loaded)
select 'C', report, report || day || copy, report || case when row_count = 0 then 'empty' else day::text end, 1, 'x', day, '2026-05-30',
    '2026-05-30', 'x', 'loaded', row_count, row_count
from (values ('orders', date '2026-04-24', 40, ''), ('orders', '2026-05-01', 0, ''), ('orders', '2026-05-08', 44, ''),
    ('orders', '2026-05-15', 42, ''), ('orders', '2026-05-22', 13, ''),
    ('orders', '2026-05-29', 12, ''), ('orders', '2026-05-11', 40, ''), ('orders', '2026-05-18', 40, ''), ('orders', '2026-05-25', 0, ''),
    -- The same content a second time is no second load; what is not expected daily is not judged.
    ('orders', '2026-05-29', 12, 'again'), ('statements', '2026-05-15', 0, '')) as files (report, day, row_count, copy);
