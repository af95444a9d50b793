-- A year of running beside the year of trade: every chain collected and loaded every twenty minutes, eighteen hours a day, with steps,
-- events, files, quarantined rows, digests and an audit. Ends on 2026-01-31.

insert into core.expected_arrival (chain_id, report, every, after_days, by_time, arrived_at, recorded_at)
select 'c' || c, report, 'day', 1, '09:00', '-infinity', '-infinity'
from generate_series(1, 5) c, unnest(array['order', 'delivery', 'sale', 'stock', 'item_status']) report;

insert into ops.schedule (schedule_name, job, cron, days, catch_up, catch_up_hours, each_chain, planned_until,
    active_since)
select job, job, '0 6 * * *', 'every_day', 'all', 24, job in ('collect', 'load'), '2030-01-01', '2025-02-01'
from unnest(array['collect', 'load', 'reconcile', 'daily', 'watch', 'tidy']) job;

insert into ops.run (job, chain_id, date_from, date_to, cause, schedule_name, scheduled_for, requested_by, state, attempt, failures,
    not_before, queued_at,
    started_at, heartbeat_at, finished_at, worker, error_kind, error)
select job, 'c' || c, slot::date, slot::date, 'schedule', job, slot, 'schedule', state, 1, (state = 'failed')::int, slot, slot, slot, slot,
    slot + (20 + draw % 40) * interval '1 second', 'node/1', case when state = 'failed' then 'IOException' end,
    case when state = 'failed' then 'The portal did not answer within 60 s.' end
from generate_series(timestamptz '2025-02-01 05:00+08', timestamptz '2026-01-31 09:40+08', interval '20 minutes') slot,
    generate_series(1, 5) c,
    unnest(array['collect', 'load']) job,
    lateral (select abs(hashtext(slot::text || c || job)) as draw) d,
    lateral (select case when draw % 200 = 0 then 'failed' else 'succeeded' end as state) s
where extract(hour from slot at time zone 'Asia/Shanghai') between 5 and 22;

insert into ops.run_event (run_id, happened_at, attempt, kind, worker, says)
select run_id, queued_at, 1, kind, worker, case when kind = 'log' then 'nothing new' end
    from ops.run, unnest(array['queued', 'started', 'log', 'succeeded']) kind;
insert into ops.run_step (run_id, attempt, step_number, step_name, state, started_at, finished_at, rows_in, rows_out)
select run_id, 1, n, 'step ' || n, 'succeeded', started_at, finished_at, 100, 100 from ops.run, generate_series(1, 2) n;

insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, business_date, arrived_at, recorded_at, profile_version,
    state, rows_in, rows_loaded, rows_quarantined)
select 'c' || c, report, report || '_' || day::date || '.csv', md5(c || report || day), 4096, 'folder', day::date,
    day + interval '1 day 8 hours', day + interval '1 day 8 hours', '1', 'loaded', 200, 198, 2
from generate_series(timestamptz '2025-02-01 00:00+08', timestamptz '2026-01-29 00:00+08', interval '1 day') day, generate_series(1, 5) c,
    unnest(array['order', 'delivery', 'sale', 'stock', 'item_status']) report;
insert into ops.quarantined_row (load_id, row_number, column_name, rule, found, expected, raw, state, closed_at, closed_by, closed_reason)
select load_id, n, '货号', 'unknown_product', '30999', 'an item number', '{"货号": "30999", "数量": "12"}',
    case when n = 1 then 'open' else 'replayed' end,
    case when n = 2 then recorded_at end, case when n = 2 then 'x' end, case when n = 2 then 'x' end
from ops.load, generate_series(1, 2) n where rows_quarantined = 2;

insert into ops.mail_content (content_sha256, subject, html, plain_text) select md5(n::text), '日报', repeat('<p>日报</p>', 2000), '日报'
    from generate_series(1, 365) n;
insert into ops.edition (digest, business_date, edition_number, due_at, as_of, known_at, knowledge, is_partial, is_late, produced_at, cause)
select 'daily', date '2025-02-01' + n, 1, now(), date '2025-02-01' + n, now(), 'arrived', false, false, now(), 'schedule'
    from generate_series(1, 365) n;
insert into ops.delivery (edition_id, recipient_id, recipient_name, address, language, content_sha256, message_id, state, not_before,
    rendered_at, ended_at, words)
select edition_id, 'p' || p, 'p' || p, 'p' || p || '@example.com', 'zh', md5((edition_id % 365 + 1)::text),
    edition_id || '-' || p || '@ka', 'accepted', business_date, business_date, business_date, '250 OK'
from ops.edition, generate_series(1, 40) p;
insert into ops.delivery_event (delivery_id, happened_at, state, attempt, who) select delivery_id, rendered_at, told.state, 1, 'node/1'
    from ops.delivery, unnest(array['rendered', 'claimed', 'accepted']) as told (state);

insert into ops.audit (happened_at, who, action, subject_kind, subject, reason)
select timestamptz '2025-02-01' + n * interval '10 minutes', 'operator', 'start_rerun', 'batch', n::text, 'x'
    from generate_series(1, 50000) n;
insert into ops.node (worker, started_at, seen_at, runs_jobs, serves_web, version)
    values ('node/1', '2026-01-01', '2026-01-31 10:00+08', true, true, '0.1.0');

-- Who sees less than all: the supervisor of a chain, the representative of three of its stores.
insert into core.person (person_id, name, email, language, arrived_at, recorded_at)
select id, id, id || '@example.com', 'zh-CN', '-infinity', '-infinity' from unnest(array['K1', 'R1']) id;
insert into core.responsibility (person_id, role, chain_id, store_id, valid_from, arrived_at, recorded_at)
select 'K1', 'supervisor', 'c1', '', date '2025-01-01', timestamptz '-infinity', timestamptz '-infinity'
union all
select 'R1', 'representative', 'c1', 's' || s, '2025-01-01', '-infinity', '-infinity' from generate_series(1, 3) s;
