-- Two comments named a text that is not in the repository.
comment on column core.responsibility.role is 'Role, as docs/domain.md#people lists them';
comment on column ops.schedule.days is
    'Which of the cron''s days count: every_day, working_day, or digest: the days of the job''s digest (docs/domain.md#calendar)';
