select pg_temp.trade();
-- The file of this name holds a function; a table of the case's own shows its answers.
create table mart.is_figures_kept (says text, value boolean);
update core.rule_setting set recorded_at = '2026-01-01 08:00+08' where rule_key like 'price.%';
insert into core.kept_figures_state values ('C', '2026-05-10 08:00+08', '2026-05-10 08:00+08');
insert into mart.is_figures_kept select '1 one of two chains is refreshed', mart.is_figures_kept();
insert into core.kept_figures_state values ('G', '2026-05-12 08:00+08', '2026-05-12 08:00+08');
insert into mart.is_figures_kept select '2 both are refreshed', mart.is_figures_kept();
insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state,
    rows_in, rows_quarantined)
overriding system value
values (1, 'C', 'orders', 'f', 'f', 1, 'folder', '2026-05-09 08:00+08', '2026-05-09 08:00+08', '1', 'loaded', 1, 1);
insert into ops.quarantined_row (load_id, row_number, rule, raw, state, closed_at)
values (1, 7, 'unknown_product', '{}', 'replayed', '2026-05-11 08:00+08');
insert into mart.is_figures_kept select '3 a row of C was replayed since', mart.is_figures_kept();
update core.kept_figures_state set recorded_to = '2026-05-12 08:00+08', arrived_to = '2026-05-12 08:00+08' where chain_id = 'C';
insert into mart.is_figures_kept select '4 C is refreshed again', mart.is_figures_kept();
update core.rule_setting set recorded_at = '2026-05-13 08:00+08' where rule_key like 'price.%';
insert into mart.is_figures_kept select '5 a price threshold was changed since', mart.is_figures_kept();
