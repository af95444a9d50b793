select pg_temp.trade();
-- The file of this name holds a function; a table of the case's own shows which of its answers differ from the one before.
create table mart.break_basis (says text, is_other boolean, basis text);
create function pg_temp.ask(in_says text) returns void language sql as $$
    insert into mart.break_basis
    select in_says, basis is distinct from (select b.basis from mart.break_basis b order by b.says desc limit 1), basis
    from (select mart.break_basis() as basis) now
$$;
insert into core.kept_state values ('C', '2026-05-10 08:00+08', '2026-05-10 08:00+08');
insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state,
    rows_in, rows_loaded)
overriding system value
values (1, 'C', 'orders', 'f', 'f', 1, 'folder', '2026-05-10 08:00+08', '2026-05-10 08:00+08', '1', 'loaded', 1, 1);
insert into ops.quarantined_row (load_id, row_number, rule, raw, state, document_kind, document_number)
values (1, 7, 'unknown_product', '{}', 'open', 'statement', 'T1'), (1, 8, 'unknown_product', '{}', 'open', 'order', 'A1');
select pg_temp.ask('1 at first');
select pg_temp.ask('2 nothing happened');
update core.kept_state set recorded_to = '2026-05-11 08:00+08';
select pg_temp.ask('3 something came');
update core.kept_state set written = default;
select pg_temp.ask('4 the settlement was written anew');
select pg_temp.tolerated('quantity', -1, 1);
select pg_temp.ask('5 a tolerance was set');
update core.tolerance set superseded_at = '2026-06-01 08:00+08', superseded_recorded_at = '2026-06-01 08:00+08';
select pg_temp.ask('6 the tolerance ended');
update ops.quarantined_row set state = 'released', closed_at = '2026-05-11 08:00+08', closed_reason = 'test' where row_number = 8;
select pg_temp.ask('7 a row of an order was released');
update ops.quarantined_row set state = 'released', closed_at = '2026-05-11 08:00+08', closed_reason = 'test' where row_number = 7;
select pg_temp.ask('8 a row of a statement was released');
select pg_temp.tolerated('unit_price', -0.01, 0.01), pg_temp.tolerated('line_amount', -1, 1);
update core.tolerance set recorded_at = '2026-07-01 08:00+08' where measure = 'unit_price';
select pg_temp.ask('9a tolerances were set, one by a clock that is fast');
update core.tolerance set superseded_at = '2026-06-20 08:00+08', superseded_recorded_at = '2026-06-20 08:00+08'
where measure = 'line_amount';
select pg_temp.ask('9b another ended by a clock that is not');
