-- The days of a digest come from the calendar of the digests, not from its schedule; and watch must know since when a schedule counts,
-- also one that never had a run.
alter table ops.schedule drop constraint schedule_days_known;
update ops.schedule set days = 'digest' where job in ('daily', 'weekly', 'close', 'budget', 'plan');
update ops.schedule set days = 'every_day' where days not in ('every_day', 'working_day', 'digest');
alter table ops.schedule add constraint schedule_days_known check (days in ('every_day', 'working_day', 'digest'));
comment on column ops.schedule.days is 'Which of the cron''s days count: every_day, working_day, or digest: the days of the job''s digest (domain.md 9)';

alter table ops.schedule add column active_since timestamptz;
update ops.schedule set active_since = coalesce((select min(queued_at) from ops.run where run.schedule_name = schedule.schedule_name), planned_until);
alter table ops.schedule alter column active_since set not null;
comment on column ops.schedule.active_since is 'When it first stood in the file, was switched on again or resumed: occurrences before it are not expected';
