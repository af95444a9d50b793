-- A node reads config/ while it runs; what it does not take over stands beside it.
alter table ops.node add column config_says text;
comment on column ops.node.config_says is 'What of config/ on disk the node does not follow: a file that it refused, or one that is read at start alone; null where it follows all';
comment on column ops.alert.kind is 'run_failed, feed_late, feed_thin, file_held, master_data, digest_missing, calendar_missing, schedule_stopped, delivery_refused, mail_server, archive_damaged, config_not_followed';
