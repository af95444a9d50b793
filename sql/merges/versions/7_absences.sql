-- Filled in: and_store, key, values, values_cancelled

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
          join core.delivery_line d on d.chain_id = c.chain_id and d.order_number = c.order_number{{and_store:d=c}}
          where c.unit = o.unit and c.position = o.position
            and d.kind = 'delivery' and d.superseded_at <> '-infinity' and d.arrived_at <= p.arrived_at)
      and not exists (
          select from ops.quarantined_row q
          where q.load_id = s.load_id and q.state <> 'replayed'
            and (q.document_number is null or q.document_number in (
                select c.order_number from content c where c.unit = o.unit and c.position = o.position)));
insert into content (unit, position, load_id, arrived_at, {{key}}, {{values}}, row_number, more_rows, source_load_id)
    select a.unit, a.position, a.load_id, a.arrived_at, {{key:c}}, {{values_cancelled:c}}, 0, null, a.load_id
    from absence a
    join content c on c.unit = a.unit and c.position = a.before_position;
insert into observation (unit, load_id, position, arrived_at)
    select unit, load_id, position, arrived_at from absence;
