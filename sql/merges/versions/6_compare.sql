-- What the file says otherwise than the version in force: a new line, another value, or a line that a whole document no longer holds.
-- Filled in: and_month, in_force, join, join_in_force, join_known, key, more_rows, partition, table, takes_back, unit, values
create temp table change on commit drop as
    with arriving as (
        select {{partition:d}}i.*
        from incoming i{{join_known}}
        where not exists (select from late_unit l where l.unit = i.unit)
    ),
    in_force as (
        select t.*, {{unit:t}} as unit
        from core.{{table}} t{{join_in_force}}
        where {{in_force}} and t.superseded_at = 'infinity'
    )
    select {{key:coalesce}}, {{values:i}}, {{partition:coalesce}}
           i.row_number, i.more_rows, coalesce(i.unit, c.unit) as unit,
           i.row_number is not null as is_present,
           c.arrived_at as old_arrived_at, c.load_id as old_load_id, c.recorded_at as old_recorded_at
    from arriving i
    full join in_force c on {{join:i=c}}
    where c.arrived_at is null
       or (i.row_number is null and {{takes_back}})
       or (i.row_number is not null and ({{values:i}}) is distinct from ({{values:c}}));
update core.{{table}} t
    set superseded_at = @arrived, superseded_recorded_at = @recorded, superseded_by = @load
    from change c
    where {{join:t=c}}{{and_month:t=c}} and t.arrived_at = c.old_arrived_at and t.recorded_at = c.old_recorded_at
      and t.load_id is not distinct from c.old_load_id;
insert into core.{{table}} ({{key}}, {{values}}, {{partition}}load_id, row_number, {{more_rows}}arrived_at, recorded_at)
    select {{key}}, {{values}}, {{partition}}@load, row_number, {{more_rows}}@arrived, @recorded
    from change
    where is_present
