select pg_temp.trade();
-- The file of this name holds a function; a table of the case's own shows its answers.
create table mart.recorded_to (says text, value text);
insert into mart.recorded_to select '1 nothing is recorded', mart.recorded_to();
insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state,
    rows_in, rows_quarantined)
overriding system value
values (1, 'C', 'orders', 'f', 'f', 1, 'folder', '2026-05-09 08:00+08', '2026-05-10 08:00+08', '1', 'loaded', 2, 2);
insert into mart.recorded_to select '2 a file was loaded', to_char(mart.recorded_to() at time zone 'Asia/Shanghai', 'YYYY-MM-DD');
insert into ops.quarantined_row (load_id, row_number, rule, raw, state, closed_at)
values (1, 7, 'unknown_product', '{}', 'released', '2026-05-12 08:00+08'),
    (1, 8, 'unknown_product', '{}', 'replayed', '2026-05-11 08:00+08');
insert into mart.recorded_to
select '3 a row was replayed, a later one left out', to_char(mart.recorded_to() at time zone 'Asia/Shanghai', 'YYYY-MM-DD');
update core.settlement_account
set superseded_recorded_at = '2026-05-13 08:00+08', superseded_at = '2026-05-13 08:00+08' where chain_id = 'G';
insert into mart.recorded_to
select '4 an account was superseded', to_char(mart.recorded_to() at time zone 'Asia/Shanghai', 'YYYY-MM-DD');
