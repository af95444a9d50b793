-- The file is a complete picture of its window: an order of this report in it that is not listed, with nothing delivered, was cancelled.
-- Filled in: and_store, join, key, unit, values, values_cancelled
create temp table vanished on commit drop as
    select t.*
    from core.order_line t
    join ops.load l on l.load_id = t.load_id and l.report = @report
    where t.chain_id = @chain and t.superseded_at = 'infinity' and not t.is_cancelled
      and t.ordered_on between @window_from and @window_to
      and (l.arrived_at, l.sha256) < (@arrived, @sha256)
      and not exists (select from incoming i where i.unit = {{unit:t}})
      and not exists (
          select from core.delivery_line d
          where d.chain_id = t.chain_id and d.order_number = t.order_number{{and_store:d=t}} and d.kind = 'delivery'
            and d.superseded_at <> '-infinity' and d.arrived_at <= @arrived)
      and not exists (
          select from ops.quarantined_row q
          where q.load_id = @load and (q.document_number is null or q.document_number = t.order_number))
      and not exists (select from late_unit l where l.unit = {{unit:t}});
update core.order_line t
    set superseded_at = @arrived, superseded_recorded_at = @recorded, superseded_by = @load
    from vanished v
    where {{join:t=v}} and t.partition_month = v.partition_month and t.arrived_at = v.arrived_at and t.recorded_at = v.recorded_at
      and t.load_id = v.load_id;
insert into core.order_line ({{key}}, {{values}}, partition_month, load_id, row_number, arrived_at, recorded_at)
    select {{key}}, {{values_cancelled:v}}, partition_month, @load, 0, @arrived, @recorded
    from vanished v
