select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '3.1', 'monthly_rebate', 'percentage', 5), pg_temp.term('K26', '3.2', 'information', 'fixed', 40);
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 940), pg_temp.stated('X', '2026-05-01', '2026-05-15', -70, chain => 'G');
insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state,
    rows_in, rows_loaded, rows_quarantined)
overriding system value values (3, 'C', 'statements', 'a.csv', 'a', 1, 'folder', '2026-05-17', '2026-05-17', '1', 'loaded', 2, 1, 1);
insert into ops.quarantined_row (load_id, row_number, rule, raw, document_kind, document_number)
    values (3, 7, 'unknown_product', '{}', 'statement', 'A');
select pg_temp.deducted('A', 1, '月返', -60.00, invoice => 'F1'), pg_temp.deducted('X', 1, '月返', -70.00, invoice => 'F1', chain => 'G');
