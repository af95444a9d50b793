-- An alert where the last backup is old: ka backup notes in the audit what it made.
comment on column ops.alert.kind is 'run_failed, feed_late, feed_thin, file_held, master_data, digest_missing, calendar_missing, schedule_stopped, delivery_refused, mail_server, archive_damaged, config_not_followed, address_bounced, return_mailbox, sign_in_refused, password_expires, backup_old';
