-- Documents never seen before: nothing to compare with.
-- Filled in: and_store, key, more_rows, number, partition, table, values
insert into core.{{table}} ({{key}}, {{values}}, {{partition}}load_id, row_number, {{more_rows}}arrived_at, recorded_at)
    select {{key:i}}, {{values:i}}, {{partition:d}}@load, i.row_number, {{more_rows:i}}@arrived, @recorded
    from incoming i
    join incoming_document d on d.number = i.{{number}}{{and_store:d=i}}
    where not d.is_known and not exists (select from late_unit l where l.unit = i.unit)
