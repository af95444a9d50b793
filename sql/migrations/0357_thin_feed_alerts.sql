-- A feed that came with hardly a row raises an alert of its own (mart.feed_volume).
comment on column ops.alert.kind is 'run_failed, feed_late, feed_thin, digest_missing, calendar_missing, delivery_refused';
