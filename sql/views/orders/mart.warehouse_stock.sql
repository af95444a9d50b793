-- One row: what lies of one of our items in one warehouse (大仓) of a chain: what reached it less what it sent on and gave back, and
-- since when, first in, first out. It receives for the stores that it supplies, and under a store number of its own where the portal
-- books so.
-- Read by: the console. Left out: warehouses that tell nothing; what came before they began to.
create view mart.warehouse_stock as
with shipment as (
    -- What warehouses sent on.
    select * from core.warehouse_shipment
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and sent_on <= core.as_of()
), told as (
    -- From when on a chain's warehouses tell what they send.
    select chain_id, min(sent_on) as from_day from shipment group by chain_id
), place as (
    -- The warehouse of each store, and its own number.
    select store.chain_id, store.store_id, served.warehouse, told.from_day
    from told
    join core.store as store using (chain_id)
    join (
        select distinct chain_id, warehouse from core.store
        where delivery_mode = 'warehouse' and warehouse is not null
            and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)) as served
        on served.chain_id = store.chain_id and (served.warehouse = store.warehouse and store.delivery_mode = 'warehouse'
            or served.warehouse in (store.store_id, store.name))
    where core.as_of() between store.valid_from and store.valid_to
        and core.is_known(store.arrived_at, store.recorded_at, store.superseded_at, store.superseded_recorded_at)
), received as (
    -- Day by day, what went back taken off.
    select place.chain_id, place.warehouse, line.product_id, line.received_on,
        sum(case when line.kind = 'return' then -line.received_quantity else line.received_quantity end) as quantity
    from place
    join core.delivery_line as line on line.chain_id = place.chain_id and line.store_id = place.store_id
        and line.received_on between place.from_day and core.as_of()
    where core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
    group by place.chain_id, place.warehouse, line.product_id, line.received_on
), sent as (
    -- To all stores that each supplies.
    select place.chain_id, place.warehouse, shipment.product_id, sum(shipment.sent_quantity) as quantity, max(shipment.sent_on) as sent_on
    from place
    join shipment using (chain_id, store_id)
    group by place.chain_id, place.warehouse, shipment.product_id
), along as (
    -- What came up to each day, beside all that was sent.
    select received.*, sent.sent_on, coalesce(sent.quantity, 0) as sent_quantity,
        sum(received.quantity) over (partition by chain_id, warehouse, product_id order by received_on rows unbounded preceding) as so_far
    from received
    left join sent using (chain_id, warehouse, product_id)
)
select chain_id, warehouse, product_id, sum(quantity)::numeric(14, 3) as received_quantity,
    max(sent_quantity)::numeric(14, 3) as sent_quantity,
    greatest(sum(quantity) - max(sent_quantity), 0)::numeric(14, 3) as remaining_quantity, max(sent_on) as last_sent_on,
    case when sum(quantity) > max(sent_quantity) then min(received_on) filter (where so_far > sent_quantity) end as waiting_since,
    case when sum(quantity) > max(sent_quantity)
        then core.as_of() - min(received_on) filter (where so_far > sent_quantity) end as waiting_days
from along
group by chain_id, warehouse, product_id;

comment on view mart.warehouse_stock is 'One row: what lies of one of our items in one warehouse of a chain, and since when';
comment on column mart.warehouse_stock.chain_id is 'Chain';
comment on column mart.warehouse_stock.warehouse is 'Warehouse, as the stores that it supplies name it';
comment on column mart.warehouse_stock.product_id is 'Our product';
comment on column mart.warehouse_stock.received_quantity is 'Sales units that reached it since it tells what it sends, returns taken off';
comment on column mart.warehouse_stock.sent_quantity is 'Sales units that it sent on to stores';
comment on column mart.warehouse_stock.remaining_quantity is 'Sales units that lie there';
comment on column mart.warehouse_stock.last_sent_on is 'Day on which it last sent any of the item';
comment on column mart.warehouse_stock.waiting_since is 'Day on which the oldest of what lies there came, first in, first out';
comment on column mart.warehouse_stock.waiting_days is 'Days since then';
