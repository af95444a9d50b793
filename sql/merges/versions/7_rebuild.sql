-- The exact path: histories of late units are rebuilt from everything that any file, this one included, said about them in order of
-- arrival. What a file said is what stood in force at its place in that order.
-- Filled in: absences, and_late_document, and_month, existing_more_rows, join, join_late_document, key, more_rows, partition, same_chain
-- Filled in: set_more_rows, table, unit, values
create temp table load_position on commit drop as
    select load_id, arrived_at, report, row_number() over (order by arrived_at, sha256, load_id) as position
    from ops.load l
    where {{same_chain:l}};

-- Which file spoke about which unit.
create temp table observation on commit drop as
    select u.unit, p.load_id, p.position, p.arrived_at
    from ops.load_sighting s
    join load_position p using (load_id)
    cross join unnest(s.units) as u (unit)
    where s.target = @table and s.load_id <> @load and u.unit in (select unit from late_unit)
    union all
    select distinct i.unit, p.load_id, p.position, p.arrived_at
    from incoming i
    join late_unit using (unit)
    join load_position p on p.load_id = @load;

-- The versions as they stand, each with the span of places in which it was in force.
create temp table existing on commit drop as
    select t.*, l.unit, coalesce(f.position, 0) as from_position, coalesce(u.position, 9223372036854775807) as until_position
    from core.{{table}} t
    join late_unit l on l.unit = {{unit:t}}{{and_late_document}}
    left join load_position f on f.load_id = t.load_id
    left join load_position u on u.load_id = t.superseded_by
    where {{same_chain:t}} and t.superseded_at <> '-infinity';

create temp table content on commit drop as
    select o.unit, o.position, o.load_id, o.arrived_at, {{key:e}}, {{values:e}}, e.row_number, {{existing_more_rows}} as more_rows,
           e.load_id as source_load_id
    from observation o
    join existing e on e.unit = o.unit and e.from_position <= o.position and e.until_position > o.position and e.row_number <> 0
    where o.load_id <> @load
    union all
    select o.unit, o.position, o.load_id, o.arrived_at, {{key:i}}, {{values:i}}, i.row_number, i.more_rows, @load
    from observation o
    join incoming i on i.unit = o.unit
    where o.load_id = @load;
{{absences}}
create temp table place on commit drop as
    with line as (
        select distinct unit, {{key}} from content
    ),
    cell as (
        select {{key:k}}, o.unit, o.position, o.load_id, o.arrived_at, {{values:c}}, c.row_number, c.more_rows, c.source_load_id,
               row(c.row_number is not null, {{values:c}}) as said
        from line k
        join observation o using (unit)
        left join content c on c.unit = k.unit and c.position = o.position and {{join:c=k}}
    ),
    turn as (
        select *, said is distinct from lag(said) over line as is_turn
        from cell
        window line as (partition by {{key}} order by position)
    )
    select {{key}}, {{values}}, unit, load_id, arrived_at, row_number, more_rows, source_load_id,
           coalesce(lead(arrived_at) over line, 'infinity') as superseded_at,
           lead(load_id) over line as superseded_by
    from turn
    where is_turn
    window line as (partition by {{key}} order by position);

-- The versions that stay: same place, same values. One that comes back into force after its record was closed is written anew.
create temp table kept on commit drop as
    select e.arrived_at, e.load_id, e.recorded_at, {{partition:e}}{{key:e}}, p.superseded_at, p.superseded_by, p.row_number, p.more_rows
    from existing e
    join place p on {{join:e=p}} and p.arrived_at = e.arrived_at and p.load_id is not distinct from e.load_id
        and p.row_number is not null
        and ({{values:e}}) is not distinct from ({{values:p}})
        and (p.superseded_at <> 'infinity' or e.superseded_recorded_at = 'infinity');

update core.{{table}} t
    set superseded_at = '-infinity', superseded_by = @load, superseded_recorded_at = least(t.superseded_recorded_at, @recorded)
    from existing e
    where {{join:t=e}}{{and_month:t=e}} and t.arrived_at = e.arrived_at and t.recorded_at = e.recorded_at
      and t.load_id is not distinct from e.load_id
      and not exists (
          select from kept k
          where {{join:k=e}} and k.arrived_at = e.arrived_at and k.recorded_at = e.recorded_at and k.load_id is not distinct from e.load_id);

insert into core.{{table}} ({{key}}, {{values}}, {{partition}}load_id, row_number, {{more_rows}}arrived_at, recorded_at,
                            superseded_at, superseded_by, superseded_recorded_at)
    select {{key:p}}, {{values:p}}, {{partition:l}}p.load_id, p.row_number, {{more_rows:p}}p.arrived_at, @recorded,
           p.superseded_at, p.superseded_by, case when p.superseded_at = 'infinity' then 'infinity' else @recorded end
    from place p{{join_late_document}}
    where p.row_number is not null
      and not exists (
          select from kept k
          where {{join:k=p}} and k.arrived_at = p.arrived_at and k.load_id is not distinct from p.load_id);

update core.{{table}} t
    set superseded_at = k.superseded_at, superseded_by = k.superseded_by,
        superseded_recorded_at = case when k.superseded_at = 'infinity' then t.superseded_recorded_at
                                      else least(t.superseded_recorded_at, @recorded) end,
        row_number = case when k.load_id = @load then k.row_number else t.row_number end{{set_more_rows}}
    from kept k
    where {{join:t=k}}{{and_month:t=k}} and t.arrived_at = k.arrived_at and t.recorded_at = k.recorded_at
      and t.load_id is not distinct from k.load_id
      and (t.superseded_at, t.superseded_by, t.row_number) is distinct from
          (k.superseded_at, k.superseded_by, case when k.load_id = @load then k.row_number else t.row_number end);
