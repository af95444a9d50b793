select pg_temp.trade();
-- The file of this name holds a function; a table of the case's own shows its answers.
create table mart.is_settlement_kept (says text, value boolean);
insert into mart.is_settlement_kept select '1 no chain is refreshed', mart.is_settlement_kept();
insert into core.kept_state values ('C', '2026-05-10 08:00+08', '2026-05-10 08:00+08');
insert into mart.is_settlement_kept select '2 one of two chains is refreshed', mart.is_settlement_kept();
insert into core.kept_state values ('G', '2026-05-12 08:00+08', '2026-05-12 08:00+08');
insert into mart.is_settlement_kept select '3 both are refreshed', mart.is_settlement_kept();
select pg_temp.clock('2026-05-31', '2026-05-11 00:00+08');
insert into mart.is_settlement_kept select '4 asked as known before the last arrival', mart.is_settlement_kept();
select pg_temp.clock('2026-05-31', '2026-06-30 23:59:59+08');
insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state,
    rows_in, rows_loaded)
overriding system value
values (1, 'C', 'orders', 'f', 'f', 1, 'folder', '2026-05-11 08:00+08', '2026-05-11 08:00+08', '1', 'loaded', 1, 1);
insert into mart.is_settlement_kept select '5 a file of C was loaded since', mart.is_settlement_kept();
update core.kept_state set recorded_to = '2026-05-11 08:00+08', arrived_to = '2026-05-11 08:00+08' where chain_id = 'C';
insert into mart.is_settlement_kept select '6 C is refreshed again', mart.is_settlement_kept();
update core.settlement_account set recorded_at = '2026-05-13 08:00+08' where chain_id = 'G';
insert into mart.is_settlement_kept select '7 an account of G was changed since', mart.is_settlement_kept();
