-- Each attempt at a run is a job of Hangfire; the run ledger remembers which, and tells when a run's turn has come.

drop schema quartz cascade;

-- Hangfire's tables are made by the owner (`ka migrate`); the application only reads and writes them. What an earlier version kept there
-- belonged to classes that are gone.
drop schema hangfire cascade;
create schema hangfire;
comment on schema hangfire is 'Tables of Hangfire, made by its own installer under the owning role';

alter table ops.run add column hangfire_job_id text collate "C";
comment on column ops.run.hangfire_job_id is 'Hangfire job of its newest attempt, also of one that still waits';
comment on column ops.run.attempt is 'Counts attempts that began; the final write must still hold the same number (fencing). One handed back at a stop is not counted';
comment on column ops.run.heartbeat_at is 'Last sign of life of the attempt under way, by the clock of the database, so that no node''s clock decides who is dead';

create table ops.run_attempt (
    run_id          bigint not null references ops.run on delete cascade,
    attempt         integer not null,
    hangfire_job_id text collate "C" not null,
    created_at      timestamptz not null,
    primary key (run_id, attempt),
    constraint run_attempt_from_one check (attempt >= 1)
);
create index run_attempt_of_job on ops.run_attempt (hangfire_job_id);
comment on table ops.run_attempt is 'One row: one attempt at a run and the Hangfire job that does it';
comment on column ops.run_attempt.attempt is 'From 1; one more than ops.run.attempt while it waits';
comment on column ops.run_attempt.hangfire_job_id is 'Number in hangfire.job, which is forgotten before the run is';

alter table ops.run_batch
    add column paused_at timestamptz,
    add column paused_by text,
    add column paused_reason text,
    add constraint run_batch_pause_has_reason check (paused_at is null or (paused_by is not null and paused_reason is not null));
comment on column ops.run_batch.paused_at is 'While set, none of its waiting runs begins';

-- The turn of live runs: occurrences of one schedule and chain go in order, and so do the dates of a batch, at most its parallelism at once.
create view ops.run_turn as
select
    live.run_id,
    coalesce(live.earlier_occurrence, live.earlier_in_batch) as waits_for,
    live.paused_at is not null and live.state = 'queued' as is_paused
from (
    select
        run.run_id, run.state, run_batch.paused_at,
        case when run.schedule_name is not null then
            lag(run.run_id) over (partition by run.schedule_name, run.chain_id order by run.scheduled_for)
        end as earlier_occurrence,
        case when run.batch_id is not null then
            lag(run.run_id, run_batch.parallelism) over (partition by run.batch_id order by run.date_to, run.chain_id, run.run_id)
        end as earlier_in_batch
    from ops.run
    left join ops.run_batch using (batch_id)
    where run.state in ('queued', 'running')
) as live;
comment on view ops.run_turn is 'One row: one live run, and what it waits for beside its moment';
comment on column ops.run_turn.waits_for is 'The run that must end first; null when its turn has come';
comment on column ops.run_turn.is_paused is 'Whether its batch is paused';
