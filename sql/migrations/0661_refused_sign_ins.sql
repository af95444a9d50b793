-- Sign-ins that a source refused: the same password is not tried again by itself, until the account locks.

create table ops.refused_sign_in (
    source      text collate "C" primary key,
    refused_at  timestamptz not null,
    words       text not null,
    secret_salt bytea not null,
    secret_mark bytea not null
);
comment on table ops.refused_sign_in is 'One row: one source that refused the sign-in, until another password or a person''s own run succeeds';
comment on column ops.refused_sign_in.source is 'Its name in config/sources.yaml';
comment on column ops.refused_sign_in.words is 'What it said, without secrets';
comment on column ops.refused_sign_in.secret_salt is 'Drawn for this mark alone';
comment on column ops.refused_sign_in.secret_mark is 'Slow hash of user and password with the salt: tells whether another password has been put in';
comment on column ops.alert.kind is 'run_failed, feed_late, feed_thin, file_held, master_data, digest_missing, calendar_missing, schedule_stopped, delivery_refused, mail_server, archive_damaged, config_not_followed, address_bounced, return_mailbox, sign_in_refused, password_expires';
