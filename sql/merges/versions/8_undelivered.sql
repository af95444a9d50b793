-- Snapshots that cancelled an order as undelivered, on which these deliveries had arrived by then: they are to be read again.
-- Filled in: and_store
select distinct t.load_id
from incoming i
join core.order_line t on t.chain_id = @chain and t.order_number = i.order_number{{and_store:t=i}}
where i.kind = 'delivery' and t.is_cancelled and t.row_number = 0 and t.superseded_at <> '-infinity' and t.arrived_at >= @arrived
