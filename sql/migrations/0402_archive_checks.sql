-- What is proved by a file is proved by its bytes: they are looked at in turns, and whenever they are read for proof.
create table ops.archive_check (
    sha256     text collate "C" not null primary key,
    checked_at timestamptz not null,
    state      text collate "C" not null,
    constraint archive_check_state_known check (state in ('good', 'missing', 'damaged'))
);
comment on table ops.archive_check is 'One row: one content of the archive, as it was found when its bytes were last looked at';
comment on column ops.archive_check.sha256 is 'Hash that the content had when it was loaded';
comment on column ops.archive_check.checked_at is 'When its bytes were last hashed';
comment on column ops.archive_check.state is 'good: the bytes are those that were loaded; missing: the archive has no such file; damaged: other bytes, or bytes that cannot be read';
comment on column ops.alert.kind is 'run_failed, feed_late, feed_thin, file_held, master_data, digest_missing, calendar_missing, schedule_stopped, delivery_refused, mail_server, archive_damaged';
