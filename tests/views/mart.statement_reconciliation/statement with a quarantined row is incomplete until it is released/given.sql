select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 12), pg_temp.delivered('N1', 'A1', 'P', 12);
select pg_temp.stated('T1', '2026-05-01', '2026-05-10', 200), pg_temp.stated('T2', '2026-05-11', '2026-05-20', 40);
insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state,
    rows_in, rows_quarantined)
overriding system value
values (1, 'C', 'statement', 'f', 'f', 1, 'folder', '2026-05-12 08:00+08', '2026-05-12 08:00+08', '1', 'loaded', 1, 1),
    (2, 'C', 'statement', 'g', 'g', 1, 'folder', '2026-05-22 08:00+08', '2026-05-22 08:00+08', '1', 'loaded', 1, 1);
insert into ops.quarantined_row (load_id, row_number, rule, raw, document_kind, document_number, state, closed_at)
values (1, 7, 'unknown_product', '{}', 'statement', 'T1', 'open', null),
    (2, 7, 'unknown_product', '{}', 'statement', 'T2', 'released', '2026-05-23 08:00+08');
select pg_temp.settled('T1', 1, 'P', 12, 10, 130.80, note => 'N1');
