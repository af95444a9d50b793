-- Runs: what was due, what ran, who asked for it, and what became of it. The scheduler only says when; everything that must
-- hold whichever scheduler is used stands here.

create table ops.schedule (
    schedule_name  text collate "C" primary key,
    job            text collate "C" not null,
    cron           text collate "C" not null,
    days           text collate "C" not null,
    catch_up       text collate "C" not null,
    catch_up_hours integer not null,
    date_offset    integer not null default 0,
    each_chain     boolean not null default false,
    is_enabled     boolean not null default true,
    planned_until  timestamptz not null,
    paused_at      timestamptz,
    paused_by      text,
    paused_reason  text,
    constraint schedule_catch_up_known check (catch_up in ('all', 'latest', 'none')),
    constraint schedule_days_known check (days in ('every_day', 'working_day', 'first_working_day_of_week', 'close5', 'by15', 'by25')),
    constraint schedule_window_positive check (catch_up_hours > 0),
    constraint schedule_pause_has_reason check (paused_at is null or (paused_by is not null and paused_reason is not null))
);
comment on table ops.schedule is 'One row: when a job is due, from config/schedules.yaml, with what has been planned of it so far';
comment on column ops.schedule.cron is 'Five fields, in Asia/Shanghai';
comment on column ops.schedule.days is 'Which of the cron''s days count, by the working calendar (domain.md 9)';
comment on column ops.schedule.catch_up is 'What happens to occurrences missed while nothing ran: all in order, the latest alone, or none';
comment on column ops.schedule.catch_up_hours is 'Occurrences older than this are not caught up';
comment on column ops.schedule.date_offset is 'Days from the occurrence''s date to the business date of its run';
comment on column ops.schedule.each_chain is 'One run per chain instead of one run for all';
comment on column ops.schedule.planned_until is 'Every occurrence up to this moment has its row in ops.run, or was left out by catch_up';

create table ops.run_batch (
    batch_id     bigint generated always as identity primary key,
    job          text collate "C" not null,
    chain_ids    text[] not null,
    date_from    date not null,
    date_to      date not null,
    mode         text collate "C" not null,
    sends_mail   boolean not null default false,
    parallelism  integer not null default 1,
    requested_by text not null,
    requested_at timestamptz not null,
    reason       text not null,
    constraint run_batch_mode_known check (mode in ('missing', 'missing_and_failed', 'all', 'selected')),
    constraint run_batch_dates_ordered check (date_from <= date_to),
    constraint run_batch_parallelism_range check (parallelism between 1 and 16),
    constraint run_batch_reason_given check (length(trim(reason)) > 0)
);
comment on table ops.run_batch is 'One row: one rerun that a person asked for, over chains and business dates';
comment on column ops.run_batch.mode is 'missing: dates without a run; missing_and_failed: those and the failed; all: every date; selected: runs picked by a filter';
comment on column ops.run_batch.sends_mail is 'Whether its runs may send mail; off unless asked for';
comment on column ops.run_batch.parallelism is 'How many of its runs may be under way at once';

create table ops.run (
    run_id        bigint generated always as identity primary key,
    job           text collate "C" not null,
    chain_id      text collate "C" not null default '',
    date_from     date not null,
    date_to       date not null,
    cause         text collate "C" not null,
    schedule_name text collate "C",
    scheduled_for timestamptz,
    covers_from   timestamptz,
    batch_id      bigint references ops.run_batch,
    rerun_of      bigint references ops.run,
    requested_by  text not null,
    reason        text,
    arguments     jsonb not null default '{}',
    sends_mail    boolean not null default true,
    state         text collate "C" not null default 'queued',
    attempt       integer not null default 0,
    failures      integer not null default 0,
    takeovers     integer not null default 0,
    not_before    timestamptz not null,
    queued_at     timestamptz not null,
    started_at    timestamptz,
    heartbeat_at  timestamptz,
    finished_at   timestamptz,
    worker        text,
    cancel_asked_by text,
    error_kind    text collate "C",
    error         text,
    constraint run_cause_known check (cause in ('schedule', 'catch_up', 'rerun', 'command_line')),
    constraint run_state_known check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    constraint run_dates_ordered check (date_from <= date_to),
    constraint run_slot_has_schedule check ((cause in ('schedule', 'catch_up')) = (scheduled_for is not null and schedule_name is not null)),
    constraint run_rerun_has_reason check (cause <> 'rerun' or (reason is not null and batch_id is not null)),
    constraint run_end_has_moment check ((state in ('succeeded', 'failed', 'cancelled')) = (finished_at is not null)),
    constraint run_failure_has_error check (state <> 'failed' or error is not null),
    constraint run_once_per_slot unique (job, chain_id, scheduled_for)
);
-- One live run per job, chain and dates: a second is not queued beside it.
create unique index run_one_live on ops.run (job, chain_id, date_from, date_to) where state in ('queued', 'running');
create index run_live on ops.run (not_before) where state in ('queued', 'running');
create index run_by_date on ops.run (date_to, chain_id);
create index run_by_end on ops.run (finished_at desc) where finished_at is not null;
create index run_failed on ops.run (finished_at desc) where state = 'failed';
create index run_of_batch on ops.run (batch_id) where batch_id is not null;
comment on table ops.run is 'One row: one job for one chain (empty: all) and its business dates, from being due to its end; kept at least 13 months';
comment on column ops.run.scheduled_for is 'The occurrence of its schedule; one run per job, chain and occurrence';
comment on column ops.run.covers_from is 'Earliest missed occurrence that this one stands for, where its schedule catches up the latest alone';
comment on column ops.run.arguments is 'The arguments it really used';
comment on column ops.run.attempt is 'Counts claims; the final write must still hold the same number (fencing)';
comment on column ops.run.failures is 'Attempts that ended in an error; work handed back at a stop is not counted';
comment on column ops.run.takeovers is 'Attempts whose process was killed';
comment on column ops.run.not_before is 'It is due from this moment on; later after a failed attempt (backoff)';
comment on column ops.run.error_kind is 'Stable word to group failures by';

create table ops.run_event (
    event_id    bigint generated always as identity primary key,
    run_id      bigint not null references ops.run on delete cascade,
    happened_at timestamptz not null,
    attempt     integer not null,
    kind        text collate "C" not null,
    worker      text,
    says        text
);
create index run_event_of_run on ops.run_event (run_id, event_id);
comment on table ops.run_event is 'One row: something that happened to a run; only ever added to';
comment on column ops.run_event.kind is 'queued, started, taken_over, log, warning, attempt_failed, handed_back, cancel_asked, succeeded, failed, cancelled, lost';

create table ops.run_step (
    run_id           bigint not null references ops.run on delete cascade,
    attempt          integer not null,
    step_number      integer not null,
    step_name        text collate "C" not null,
    state            text collate "C" not null,
    started_at       timestamptz not null,
    finished_at      timestamptz,
    rows_in          bigint,
    rows_out         bigint,
    says             text,
    constraint run_step_state_known check (state in ('running', 'succeeded', 'failed', 'left_out')),
    primary key (run_id, attempt, step_number)
);
comment on table ops.run_step is 'One row: one step of one attempt of a run, with rows in and out where it moves rows';
comment on column ops.run_step.state is 'left_out: an earlier step of a rerun that begins at a later one';

create table ops.node (
    worker     text primary key,
    started_at timestamptz not null,
    seen_at    timestamptz not null,
    runs_jobs  boolean not null,
    serves_web boolean not null,
    version    text not null
);
comment on table ops.node is 'One row: one process of ka serve, alive when seen within the last minute';

create table ops.alert (
    alert_id  bigint generated always as identity primary key,
    kind      text collate "C" not null,
    subject   text collate "C" not null,
    says      text not null,
    opened_at timestamptz not null,
    told_at   timestamptz,
    closed_at timestamptz
);
create unique index alert_one_open on ops.alert (kind, subject) where closed_at is null;
comment on table ops.alert is 'One row: one breach that operations are told of once; closed when it has recovered';
comment on column ops.alert.kind is 'run_failed, feed_late, digest_missing, calendar_missing, delivery_refused';

create table ops.audit (
    audit_id     bigint generated always as identity primary key,
    happened_at  timestamptz not null,
    who          text not null,
    action       text collate "C" not null,
    subject_kind text collate "C" not null,
    subject      text not null,
    reason       text,
    before       jsonb,
    after        jsonb
);
create index audit_by_time on ops.audit (happened_at desc);
comment on table ops.audit is 'One row: one thing a person did, written in the transaction that did it; only ever added to';
comment on column ops.audit.subject is 'What it was done to: a run id, schedule name, account, file and row, …';

-- The schedulers keep their own tables in schemas of their own, the only ones where the application role may make tables.
create schema quartz;
create schema hangfire;
comment on schema quartz is 'Tables of Quartz.NET, made by itself';
comment on schema hangfire is 'Tables of Hangfire, made by itself, where that adapter is built in';
do $$
begin
    if exists (select from pg_roles where rolname = 'ka_app') then
        grant usage, create on schema quartz, hangfire to ka_app;
    end if;
end
$$;
