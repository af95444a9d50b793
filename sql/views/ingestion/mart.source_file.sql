-- One row: one file that was loaded: where a figure's load_id and row_number lead to.
-- Read by: analysts who follow a figure back (join on load_id; row_number counts the file's rows from 1, as a person does).
-- Left out: files that are not known at the clock.
create view mart.source_file as
select load_id, chain_id, report, file_name, sha256, byte_count, business_date, arrived_at, recorded_at, state, rows_in, rows_loaded,
    rows_quarantined, rows_duplicate
from ops.load
where core.is_known(arrived_at, recorded_at, 'infinity', 'infinity');

comment on view mart.source_file is 'One row: one file that was loaded';
comment on column mart.source_file.load_id is 'Number that facts and figures name as their source';
comment on column mart.source_file.chain_id is 'Chain; empty for the company''s own master data';
comment on column mart.source_file.report is 'Report of the chain''s profile that read it';
comment on column mart.source_file.file_name is 'Name under which it arrived';
comment on column mart.source_file.sha256 is 'Hash of its content; the archive keeps it as <two letters>/<hash>';
comment on column mart.source_file.byte_count is 'Its size in bytes';
comment on column mart.source_file.business_date is 'Business date it is about, where the profile can tell';
comment on column mart.source_file.arrived_at is 'When it arrived at the portal';
comment on column mart.source_file.recorded_at is 'When it was recorded here';
comment on column mart.source_file.state is 'loaded, duplicate, empty, held or refused';
comment on column mart.source_file.rows_in is 'Data rows in it';
comment on column mart.source_file.rows_loaded is 'Rows loaded';
comment on column mart.source_file.rows_quarantined is 'Rows in quarantine';
comment on column mart.source_file.rows_duplicate is 'Rows that said nothing new';
