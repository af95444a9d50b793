select pg_temp.trade();
select pg_temp.stated('T', '2026-05-01', '2026-05-10', 200), pg_temp.stated('U', '2026-05-11', '2026-05-20', 40);
insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state,
    rows_in, rows_quarantined)
overriding system value
values (1, 'C', 'statement', 'f', 'f', 1, 'folder', '2026-05-11 08:00+08', '2026-05-11 08:00+08', '1', 'loaded', 1, 1),
    (2, 'C', 'statement', 'g', 'g', 1, 'folder', '2026-05-12 08:00+08', '2026-05-12 08:00+08', '1', 'loaded', 2, 2);
-- A row of a version of T that came before the one in force, and two of this one: open, and released on the 25th.
insert into ops.quarantined_row (load_id, row_number, rule, raw, document_kind, document_number, state, closed_at)
values (1, 7, 'unknown_product', '{}', 'statement', 'T', 'open', null),
    (2, 7, 'unknown_product', '{}', 'statement', 'T', 'open', null),
    (2, 8, 'unknown_product', '{}', 'statement', 'T', 'released', '2026-05-25 08:00+08');
-- The file of this name holds a function; a table of the case's own shows its answers.
create table mart.open_quarantined_rows (says text, value bigint);
insert into mart.open_quarantined_rows values ('1 T', mart.open_quarantined_rows('C', 'T')),
    ('2 a statement without such rows', mart.open_quarantined_rows('C', 'U'));
select pg_temp.clock('2026-05-20', '2026-05-20 08:00+08', 'recorded');
insert into mart.open_quarantined_rows values ('3 T in a reprint of the 20th', mart.open_quarantined_rows('C', 'T'));
