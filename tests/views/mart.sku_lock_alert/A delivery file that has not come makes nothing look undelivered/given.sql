select pg_temp.trade();
select pg_temp.ordered('P1', 'P', 10, date '2026-05-04', store => 'S1');
select pg_temp.delivered('DP1', 'P1', 'P', 10, on_day => date '2026-05-04' + 2, store => 'S1');
select pg_temp.ordered('P2', 'P', 10, date '2026-05-11', store => 'S1');
select pg_temp.delivered('DP2', 'P2', 'P', 10, on_day => date '2026-05-11' + 2, store => 'S1');
select pg_temp.ordered('P3', 'P', 10, date '2026-05-18', store => 'S1');
select pg_temp.delivered('DP3', 'P3', 'P', 10, on_day => date '2026-05-18' + 2, store => 'S1');
select pg_temp.ordered('P4', 'P', 10, date '2026-05-25', store => 'S1');

insert into core.expected_arrival (chain_id, report, every, after_days, by_time, arrived_at, recorded_at)
    values ('C', 'deliveries', 'day', 1, '08:00', '-infinity', '-infinity');
insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version,
    state)
select 'C', 'deliveries', day::text, day::text, 1, 'test', day, day + interval '1 day', day + interval '1 day', '1', 'loaded'
from generate_series(timestamptz '2026-05-01 00:00+08', '2026-05-31 00:00+08', interval '1 day') as day where day::date <> '2026-05-28';
