-- Loading: what each file has sighted, so that files may come in any order, and who superseded a version.
--
-- A version row is identified by key, arrival, load and moment of record. A row that a late file made void (the same value turned
-- out to have arrived earlier, or a replay completed the file's document) keeps superseded_at = -infinity: no question by arrival
-- ever sees it again, while a reprint by record still finds it where its edition had seen it.

do $$
declare
    fact text;
    key text;
begin
    foreach fact in array array['order_line', 'delivery_line', 'statement', 'statement_line', 'product', 'chain_item', 'store', 'person',
                                'responsibility', 'price', 'promotion'] loop
        select string_agg(quote_ident(a.attname), ', ' order by k.position) into key
        from pg_constraint c
        cross join lateral unnest(c.conkey) with ordinality as k (attnum, position)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
        where c.conrelid = format('core.%I', fact)::regclass and c.contype = 'p' and a.attname <> 'load_id';
        execute format('alter table core.%I drop constraint %I', fact, fact || '_pkey');
        execute format('alter table core.%I add constraint %I unique nulls not distinct (%s, load_id, recorded_at)', fact, fact || '_version_once', key);
        execute format('alter table core.%I add column superseded_by bigint', fact);
        execute format('comment on column core.%I.superseded_by is %L', fact, 'Load whose file ended this version; null while it is in force');
    end loop;
end
$$;

create table ops.load_sighting (
    load_id     bigint not null references ops.load,
    target      text collate "C" not null,
    is_whole    boolean not null,
    units       bigint[] not null,
    window_from date,
    window_to   date,
    constraint load_sighting_window_ordered check (window_from <= window_to),
    primary key (load_id, target)
);
comment on table ops.load_sighting is
    'One row: which documents (or single lines, where a file holds lines) of one table a file held, unchanged ones included: a late file is put in its place by them';
comment on column ops.load_sighting.target is 'Table of core that its rows went to';
comment on column ops.load_sighting.is_whole is 'Whether units are whole documents (a line that is missing was taken back) or single lines';
comment on column ops.load_sighting.units is 'Hashes of the documents'' or lines'' keys, ascending';
comment on column ops.load_sighting.window_from is 'First order date of which the file was a complete picture; null when it was none';

create table ops.header_drift (
    chain_id      text collate "C" not null,
    report        text collate "C" not null,
    header        text not null,
    first_load_id bigint not null references ops.load,
    primary key (chain_id, report, header)
);
comment on table ops.header_drift is 'One row: a column that a chain added to a report and its profile does not know, noted once, at the first file that had it';

create table core.expected_arrival (
    chain_id   text collate "C" not null references core.chain,
    report     text collate "C" not null,
    every      text collate "C" not null,
    after_days integer not null,
    by_time    time not null,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint expected_arrival_every_known check (every in ('day', 'working_day', 'half_month', 'month')),
    constraint expected_arrival_after_days_range check (after_days between 0 and 60),
    primary key (chain_id, report, arrived_at)
);
comment on table core.expected_arrival is 'One row: one version of when a chain''s report is expected for each of its business dates, from config/chains';
comment on column core.expected_arrival.chain_id is 'Chain (系统)';
comment on column core.expected_arrival.report is 'Report of the chain''s profile';
comment on column core.expected_arrival.every is 'Which business dates have a file: each day, each working day, each half month''s or each month''s last day';
comment on column core.expected_arrival.after_days is 'Days after the business date on which it is due';
comment on column core.expected_arrival.by_time is 'Time of that day, Asia/Shanghai, up to which it is on time';

create table ops.collected_file (
    source       text collate "C" not null,
    remote_name  text not null,
    mark         text not null,
    collected_at timestamptz not null,
    primary key (source, remote_name, mark)
);
comment on table ops.collected_file is 'One row: one state of one file at a source that has been fetched and loaded, so that it is not fetched again';
comment on column ops.collected_file.mark is 'What the source says of it that changes when the file does: length and time, or its address';
