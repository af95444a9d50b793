namespace KaPipeline.Ingestion.Loading;

/// <summary>Complete snapshots of a window of orders: what they no longer list, though nothing was delivered on it, was
/// cancelled.</summary>
internal sealed partial class MergeSql
{
    /// <summary>Units of a late snapshot's window that take the exact path.</summary>
    public string LateWindow =>
        $"""
        -- A complete snapshot that comes late: orders in its window that a later file sighted, or a later snapshot cancelled, may have been
        -- absent at its place. One that is read again looks at its own cancellations anew: a delivery that arrived before it may have come to
        -- light meanwhile.
        insert into late_unit (unit, number, partition_month)
            select distinct {Unit("t")}, t.order_number, t.partition_month
            from core.order_line t
            where t.chain_id = @chain and t.superseded_at = 'infinity' and t.ordered_on between @window_from and @window_to
              and (
                  {Unit("t")} in (
                      select unnest(s.units)
                      from ops.load_sighting s
                      join ops.load l using (load_id)
                      where l.chain_id = @chain and s.target = 'order_line' and (l.arrived_at, l.sha256) >= (@arrived, @sha256))
                  or t.is_cancelled and exists (
                      select from ops.load l where l.load_id = t.load_id and (l.arrived_at, l.sha256) >= (@arrived, @sha256)))
              and {Unit("t")} not in (select unit from late_unit)
        """;

    /// <summary>Cancels orders that the newest snapshot does not list.</summary>
    public string Vanished =>
        $"""
        -- The file is a complete picture of its window: an order of this report in it that is not listed, with nothing delivered, was
        -- cancelled.
        create temp table vanished on commit drop as
            select t.*
            from core.order_line t
            join ops.load l on l.load_id = t.load_id and l.report = @report
            where t.chain_id = @chain and t.superseded_at = 'infinity' and not t.is_cancelled
              and t.ordered_on between @window_from and @window_to
              and (l.arrived_at, l.sha256) < (@arrived, @sha256)
              and not exists (select from incoming i where i.unit = {Unit("t")})
              and not exists (
                  select from core.delivery_line d
                  where d.chain_id = t.chain_id and d.order_number = t.order_number{AndStore("d", "t")} and d.kind = 'delivery'
                    and d.superseded_at <> '-infinity' and d.arrived_at <= @arrived)
              and not exists (
                  select from ops.quarantined_row q
                  where q.load_id = @load and (q.document_number is null or q.document_number = t.order_number))
              and not exists (select from late_unit l where l.unit = {Unit("t")});
        update core.order_line t
            set superseded_at = @arrived, superseded_recorded_at = @recorded, superseded_by = @load
            from vanished v
            where {Same("t", "v")}
              and t.partition_month = v.partition_month and t.arrived_at = v.arrived_at and t.recorded_at = v.recorded_at
              and t.load_id = v.load_id;
        insert into core.order_line ({Columns()},
                partition_month, load_id, row_number, arrived_at, recorded_at)
            select {Cancelled("v")},
                v.partition_month, @load, 0, @arrived, @recorded
            from vanished v
        """;

    /// <summary>Loads whose cancellations a delivery puts in doubt.</summary>
    public string Undelivered =>
        $"""
        -- Snapshots that cancelled an order as undelivered, on which these deliveries had arrived by then: they are to be read again.
        select distinct t.load_id
        from incoming i
        join core.order_line t on t.chain_id = @chain and t.order_number = i.order_number{AndStore("t", "i")}
        where i.kind = 'delivery' and t.is_cancelled and t.row_number = 0 and t.superseded_at <> '-infinity' and t.arrived_at >= @arrived
        """;

    private string Absences =>
        $"""

        -- An order that a later complete snapshot of its window no longer lists, though nothing was delivered on it: cancelled at that place.
        create temp table absence on commit drop as
            select o.unit, p.position, p.load_id, p.arrived_at, o.position as before_position
            from ops.load_sighting s
            join load_position p using (load_id)
            join lateral (
                select distinct on (unit) unit, position, load_id
                from observation
                where position < p.position
                order by unit, position desc
            ) o on true
            join load_position seen on seen.load_id = o.load_id and seen.report = p.report
            where s.target = @table and s.window_from is not null
              and not exists (select from observation a where a.unit = o.unit and a.load_id = s.load_id)
              and exists (
                  select from content c
                  where c.unit = o.unit and c.position = o.position and c.ordered_on between s.window_from and s.window_to)
              and not exists (
                  select from content c
                  join core.delivery_line d on d.chain_id = c.chain_id and d.order_number = c.order_number{AndStore("d", "c")}
                  where c.unit = o.unit and c.position = o.position
                    and d.kind = 'delivery' and d.superseded_at <> '-infinity' and d.arrived_at <= p.arrived_at)
              and not exists (
                  select from ops.quarantined_row q
                  where q.load_id = s.load_id and q.state <> 'replayed'
                    and (q.document_number is null or q.document_number in (
                        select c.order_number from content c where c.unit = o.unit and c.position = o.position)));
        insert into content (unit, position, load_id, arrived_at,
                {Columns()},
                row_number, more_rows, source_load_id)
            select a.unit, a.position, a.load_id, a.arrived_at,
                {Cancelled("c")},
                0, null, a.load_id
            from absence a
            join content c on c.unit = a.unit and c.position = a.before_position;
        insert into observation (unit, load_id, position, arrived_at)
            select unit, load_id, position, arrived_at from absence;

        """;
}
