select pg_temp.trade();
-- The file of this name holds a function; a table of the case's own shows its answers.
create table mart.past_figures_id (says text, value bigint);
update core.rule_setting set recorded_at = '2026-05-24 08:00+08' where rule_key like 'price.%';
insert into core.past_state (past_id, knowledge, known_at, recorded_to, figures_as_of) overriding system value
values (7, 'arrived', '2026-05-20 08:00+08', '2026-05-25 08:00+08', '2026-05-19'),
    (8, 'recorded', '2026-05-20 08:00+08', '2026-05-25 08:00+08', null);
select pg_temp.clock('2026-05-19', '2026-05-20 08:00+08');
insert into mart.past_figures_id select '1 its evening', mart.past_figures_id();
select pg_temp.clock('2026-05-18', '2026-05-20 08:00+08');
insert into mart.past_figures_id select '2 the evening before, by what was known then', mart.past_figures_id();
select pg_temp.clock('2026-05-19', '2026-05-20 08:00+08', 'recorded');
insert into mart.past_figures_id select '3 a moment whose settlement alone is kept', mart.past_figures_id();
select pg_temp.clock('2026-05-19', '2026-05-20 08:00+08');
insert into core.kept_figures_state select chain_id, '2026-05-24 08:00+08', '2026-05-20 08:00+08' from core.chain;
insert into mart.past_figures_id select '4 the kept figures answer', mart.past_figures_id();
delete from core.kept_figures_state;
update core.rule_setting set superseded_recorded_at = '2026-05-26 08:00+08' where rule_key = 'price.order_tolerance';
insert into mart.past_figures_id select '5 a price threshold changed since', mart.past_figures_id();
update core.rule_setting set superseded_recorded_at = 'infinity' where rule_key = 'price.order_tolerance';
insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state,
    rows_in, rows_loaded)
overriding system value
values (1, 'C', 'orders', 'f', 'f', 1, 'folder', '2026-05-26 08:00+08', '2026-05-26 08:00+08', '1', 'loaded', 1, 1);
insert into mart.past_figures_id select '6 a file was loaded since', mart.past_figures_id();
