select pg_temp.trade();
-- The file of this name holds a function; a table of the case's own shows its answers.
create table mart.past_settlement_id (says text, value bigint);
insert into core.past_state (past_id, knowledge, known_at, recorded_to) overriding system value
values (7, 'arrived', '2026-05-20 08:00+08', '2026-05-25 08:00+08');
insert into mart.past_settlement_id select '1 another moment is asked', mart.past_settlement_id();
select pg_temp.clock('2026-05-19', '2026-05-20 08:00+08', 'recorded');
insert into mart.past_settlement_id select '2 its moment, but by what was recorded', mart.past_settlement_id();
select pg_temp.clock('2026-05-19', '2026-05-20 08:00+08');
insert into mart.past_settlement_id select '3 its moment', mart.past_settlement_id();
insert into core.kept_state select chain_id, '2026-05-20 08:00+08', '2026-05-20 08:00+08' from core.chain;
insert into mart.past_settlement_id select '4 the kept settlement answers', mart.past_settlement_id();
delete from core.kept_state;
insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state,
    rows_in, rows_loaded)
overriding system value
values (1, 'C', 'orders', 'f', 'f', 1, 'folder', '2026-05-26 08:00+08', '2026-05-26 08:00+08', '1', 'loaded', 1, 1);
insert into mart.past_settlement_id select '5 a file was loaded since', mart.past_settlement_id();
