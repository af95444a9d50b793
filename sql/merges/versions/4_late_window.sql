-- A complete snapshot that comes late: orders in its window that a later file sighted, or a later snapshot cancelled, may have been
-- absent at its place. One that is read again looks at its own cancellations anew: a delivery that arrived before it may have come to
-- light meanwhile.
-- Filled in: unit
insert into late_unit (unit, number, partition_month)
    select distinct {{unit:t}}, t.order_number, t.partition_month
    from core.order_line t
    where t.chain_id = @chain and t.superseded_at = 'infinity' and t.ordered_on between @window_from and @window_to
      and (
          {{unit:t}} in (
              select unnest(s.units)
              from ops.load_sighting s
              join ops.load l using (load_id)
              where l.chain_id = @chain and s.target = 'order_line' and (l.arrived_at, l.sha256) >= (@arrived, @sha256))
          or t.is_cancelled and exists (
              select from ops.load l where l.load_id = t.load_id and (l.arrived_at, l.sha256) >= (@arrived, @sha256)))
      and {{unit:t}} not in (select unit from late_unit);
