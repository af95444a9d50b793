-- A file at a source is done when its very bytes were taken in; name, length and time are not enough to know it by.
alter table ops.collected_file
    add column sha256       text collate "C",
    add column is_settled   boolean not null default true,
    add column unmatched_by text collate "C",
    add column moved_to     text,
    add column moved_mark   text;
alter table ops.collected_file
    add constraint collected_file_moved_with_mark check ((moved_to is null) = (moved_mark is null)),
    add constraint collected_file_bytes_or_no_report check (unmatched_by is null or sha256 is null);
create index collected_file_moved on ops.collected_file (source, collected_at) where moved_to is not null;
comment on table ops.collected_file is 'One row: one state of one file at a source that has been looked at, so that it is not fetched again';
comment on column ops.collected_file.sha256 is 'Hash of the bytes that were loaded or held; null for a file without a report, and for those collected before hashes were kept';
comment on column ops.collected_file.is_settled is 'Whether other bytes would have another mark: the file had not changed for a while, or a second look found the same bytes';
comment on column ops.collected_file.unmatched_by is 'Hash of the profiles of which none has a report for its name; null for a file that was loaded or held';
comment on column ops.collected_file.moved_to is 'Where the file was moved at its source once it was done; null where it stays, or lies there no more';
comment on column ops.collected_file.moved_mark is 'What changes when the moved file does: a writer that had not ended';
