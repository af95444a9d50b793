-- 20,000 settlement lines of a chain's newest statements come corrected: new versions, recorded a day after all that was before.
create temp table moment on commit drop as select max(recorded_at) + interval '1 day' as at, count(*) as round from ops.load;
create temp table corrected on commit drop as
    select *, tableoid as part, ctid as place from core.statement_line
    where superseded_at = 'infinity' and chain_id = 'c' || (1 + (select round from moment) % 5)
    order by statement_number desc, line_number limit 20000;
update core.statement_line l set superseded_at = m.at, superseded_recorded_at = m.at
    from corrected c, moment m where l.tableoid = c.part and l.ctid = c.place;
alter table corrected drop column part, drop column place;
update corrected set amount = amount + 0.01, arrived_at = m.at, recorded_at = m.at from moment m;
insert into core.statement_line select * from corrected;
insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
select 'c1', 'x', 'x', round::text, 0, 'x', at, at, '', 'loaded' from moment;
