-- 20,000 settlement lines of the newest statements come corrected: new versions, recorded now. Parameter: @round.
create temp table corrected on commit drop as
    select *, tableoid as part, ctid as place from core.statement_line
    where superseded_at = 'infinity' and chain_id = 'c' || (1 + @round % 5)
    order by statement_number desc, line_number limit 20000;
update core.statement_line l set superseded_at = date '2026-01-20' + @round, superseded_recorded_at = date '2026-01-20' + @round
    from corrected c where l.tableoid = c.part and l.ctid = c.place;
alter table corrected drop column part, drop column place;
update corrected set amount = amount + 0.01, arrived_at = date '2026-01-20' + @round, recorded_at = date '2026-01-20' + @round;
insert into core.statement_line select * from corrected;
insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
values ('c1', 'x', 'x', @round::text, 0, 'x', date '2026-01-20' + @round, date '2026-01-20' + @round, '', 'loaded');
