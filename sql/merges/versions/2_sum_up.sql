-- The same key several times in one file: quantities add up, everything else is the first row's. Rows whose sum no column holds are taken
-- out, to be quarantined.
-- Filled in: join, key, outgrown, summed, sums, values
create temp table summed on commit drop as
    select distinct on ({{key:i}})
        {{key:i}}, {{summed}}, i.row_number, g.more_rows, i.unit
    from incoming i
    join (
        select {{key}}, {{sums}}, (array_agg(row_number order by row_number))[2:] as more_rows
        from incoming
        group by {{key}}
    ) g on {{join:i=g}}
    order by {{key:i}}, i.row_number;
create temp table outgrown on commit drop as
    select r.row_number
    from summed s
    cross join unnest(array[s.row_number] || s.more_rows) as r (row_number)
    where {{outgrown}};
delete from summed s where {{outgrown}};
truncate incoming;
insert into incoming ({{key}}, {{values}}, row_number, more_rows, unit)
    select {{key}}, {{values}}, row_number, more_rows, unit from summed;
