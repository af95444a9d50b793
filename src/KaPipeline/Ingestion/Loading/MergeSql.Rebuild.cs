namespace KaPipeline.Ingestion.Loading;

/// <summary>The exact path: what files of earlier arrival said, once a later one has spoken.</summary>
internal sealed partial class MergeSql
{
    /// <summary>Rebuilds the histories of late units.</summary>
    public string Rebuilt =>
        $"""
        -- The exact path: histories of late units are rebuilt from everything that any file, this one included, said about them in order of
        -- arrival. What a file said is what stood in force at its place in that order.
        analyze late_unit;
        create temp table load_position on commit drop as
            select load_id, arrived_at, report, row_number() over (order by arrived_at, sha256, load_id) as position
            from ops.load l{If(HasDocuments, "\n    where l.chain_id = @chain")};

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
            from {Table} t
            join late_unit l on l.unit = {Unit("t")}{If(HasDocuments, $"\n        and t.{source.Number} = l.number{AndMonth("t", "l")}")}
            left join load_position f on f.load_id = t.load_id
            left join load_position u on u.load_id = t.superseded_by
            where {OfChain("t")}t.superseded_at <> '-infinity';

        -- What each file said about each line.
        create temp table content on commit drop as
            select o.unit, o.position, o.load_id, o.arrived_at,
                {Columns("e")},
                e.row_number, {(table.HasMoreRows ? "e.more_rows" : "null::integer[] as more_rows")}, e.load_id as source_load_id
            from observation o
            join existing e on e.unit = o.unit and e.from_position <= o.position and e.until_position > o.position and e.row_number <> 0
            where o.load_id <> @load
            union all
            select o.unit, o.position, o.load_id, o.arrived_at,
                {Columns("i")},
                i.row_number, i.more_rows, @load
            from observation o
            join incoming i on i.unit = o.unit
            where o.load_id = @load;
        {If(IsOrders, Absences)}
        -- What is to be in force from which place on.
        create temp table place on commit drop as
            with line as (
                -- Every line that any file spoke about.
                select distinct unit, {Key()} from content
            ),
            cell as (
                -- What each file said about it; nothing, where a whole document did not hold it.
                select {Key("k")}, o.unit, o.position, o.load_id, o.arrived_at,
                    {Values("c")}, c.row_number, c.more_rows, c.source_load_id,
                    row(c.row_number is not null, {Values("c")}) as said
                from line k
                join observation o using (unit)
                left join content c on c.unit = k.unit and c.position = o.position
                    and {Same("c", "k")}
            ),
            turn as (
                -- Where it said something else than the file before.
                select *, said is distinct from lag(said) over line as is_turn
                from cell
                window line as (partition by {Key()} order by position)
            )
            select {Columns()},
                unit, load_id, arrived_at, row_number, more_rows, source_load_id,
                coalesce(lead(arrived_at) over line, 'infinity') as superseded_at, lead(load_id) over line as superseded_by
            from turn
            where is_turn
            window line as (partition by {Key()} order by position);

        -- The versions that stay: same place, same values. One that comes back into force after its record was closed is written anew.
        create temp table kept on commit drop as
            select e.arrived_at, e.load_id, e.recorded_at{Month("e")},
                {Key("e")},
                p.superseded_at, p.superseded_by, p.row_number, p.more_rows
            from existing e
            join place p on {Same("e", "p")}
                and p.arrived_at = e.arrived_at and p.load_id is not distinct from e.load_id
                and p.row_number is not null
                and ({Values("e")})
                    is not distinct from ({Values("p")})
                and (p.superseded_at <> 'infinity' or e.superseded_recorded_at = 'infinity');

        -- The others never were.
        update {Table} t
            set superseded_at = '-infinity', superseded_by = @load, superseded_recorded_at = least(t.superseded_recorded_at, @recorded)
            from existing e
            where {SameVersion("t", "e")}
              and not exists (
                  select from kept k
                  where {Same("k", "e")}
                    and k.arrived_at = e.arrived_at and k.recorded_at = e.recorded_at
                    and k.load_id is not distinct from e.load_id);

        -- What is said now and was not said before.
        {Insert(", superseded_at, superseded_by, superseded_recorded_at")}
            select {Columns("p")}{Month("l")},
                p.load_id, p.row_number{MoreRows("p")}, p.arrived_at, @recorded,
                p.superseded_at, p.superseded_by, case when p.superseded_at = 'infinity' then 'infinity' else @recorded end
            from place p{If(HasDocuments, "\n    join late_unit l on l.unit = p.unit")}
            where p.row_number is not null
              and not exists (
                  select from kept k
                  where {Same("k", "p")}
                    and k.arrived_at = p.arrived_at and k.load_id is not distinct from p.load_id);

        -- What stays ends when the next one begins.
        update {Table} t
            set superseded_at = k.superseded_at, superseded_by = k.superseded_by,
                superseded_recorded_at = case when k.superseded_at = 'infinity' then t.superseded_recorded_at
                    else least(t.superseded_recorded_at, @recorded) end,
                row_number = case when k.load_id = @load then k.row_number else t.row_number end{If(table.HasMoreRows,
                    ",\n        more_rows = case when k.load_id = @load then k.more_rows else t.more_rows end")}
            from kept k
            where {SameVersion("t", "k")}
              and (t.superseded_at, t.superseded_by, t.row_number) is distinct from
                  (k.superseded_at, k.superseded_by, case when k.load_id = @load then k.row_number else t.row_number end)
        """;
}
