-- One row: one order of a store for one item that goes through the chain's warehouse (大仓): what the store ordered, what reached the
-- warehouse, what that sent on, what reached the store; and on which of the two legs it failed. What a store received without an order
-- is one row, whatever the days.
-- A note of the warehouse that names an order counts for it; of the others what came first is sent first.
-- Read by: the daily digest, the console, mart.stock_cover. Left out: chains whose warehouse tells nothing, and what was wanted before it
-- began to.
-- Depends on: mart.order_fulfilment
create view mart.warehouse_leg as
with shipment as (
    -- What warehouses sent on.
    select * from core.warehouse_shipment
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and sent_on <= core.as_of()
), told as (
    -- From when on a chain's warehouse tells what it sends.
    select chain_id, min(sent_on) as from_day from shipment group by chain_id
), place as (
    -- Stores that are supplied through it.
    select store.chain_id, store.store_id, store.warehouse, told.from_day, store.valid_from, store.valid_to
    from told
    join core.store as store using (chain_id)
    where store.delivery_mode = 'warehouse' and core.as_of() between store.valid_from and store.valid_to
        and core.is_known(store.arrived_at, store.recorded_at, store.superseded_at, store.superseded_recorded_at)
), received as (
    -- What reached the warehouse for each.
    select place.chain_id, line.order_number, place.store_id, line.product_id, sum(line.received_quantity) as received_quantity,
        min(line.received_on) as received_on
    from place
    join core.delivery_line as line on line.chain_id = place.chain_id and line.store_id = place.store_id
        and line.received_on between place.from_day and core.as_of() and line.kind = 'delivery'
    where core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
    group by place.chain_id, line.order_number, place.store_id, line.product_id
), ordered as (
    -- What they ordered.
    select place.chain_id, line.order_number, place.store_id, line.product_id, sum(line.ordered_quantity) as ordered_quantity,
        min(line.requested_on) as requested_on, bool_and(line.is_due) as is_due, min(line.load_id) as load_id,
        min(line.row_number) as row_number
    from place
    join mart.order_fulfilment as line on line.chain_id = place.chain_id and line.store_id = place.store_id
        and line.requested_on between place.from_day and core.as_of()
    group by place.chain_id, line.order_number, place.store_id, line.product_id
), named as (
    -- By notes that name the order.
    select chain_id, order_number, store_id, product_id, sum(sent_quantity) as sent_quantity,
        sum(coalesce(arrived_quantity, sent_quantity)) as arrived_quantity, max(sent_on) as sent_on
    from shipment
    where order_number <> ''
    group by chain_id, order_number, store_id, product_id
), unnamed as (
    -- By those that do not.
    select chain_id, store_id, product_id, sum(sent_quantity) as sent_quantity,
        sum(coalesce(arrived_quantity, sent_quantity)) as arrived_quantity, max(sent_on) as sent_on
    from shipment
    where order_number = ''
    group by chain_id, store_id, product_id
), placed as (
    -- Along one axis of what notes without an order have left to send, the oldest first.
    select chain_id, order_number, store_id, product_id, ordered.ordered_quantity, ordered.requested_on,
        coalesce(ordered.is_due, false) as is_due, coalesce(received.received_quantity, 0) as received_quantity, received.received_on,
        coalesce(named.sent_quantity, 0) as named_sent, coalesce(named.arrived_quantity, 0) as named_arrived, named.sent_on as named_on,
        room.quantity as room,
        sum(room.quantity) over (partition by chain_id, store_id, product_id order by received.received_on, order_number
            rows unbounded preceding) as room_end,
        ordered.load_id, ordered.row_number
    from received
    full join ordered using (chain_id, order_number, store_id, product_id)
    left join named using (chain_id, order_number, store_id, product_id)
    cross join lateral (
        select greatest(coalesce(received.received_quantity, 0) - coalesce(named.sent_quantity, 0), 0) as quantity) as room
), sent as (
    -- Both together.
    select placed.*,
        named_sent + greatest(0, least(room_end, coalesce(unnamed.sent_quantity, 0)) - (room_end - room)) as sent_quantity,
        named_arrived + greatest(0, least(room_end, coalesce(unnamed.arrived_quantity, 0)) - (room_end - room)) as arrived_quantity,
        coalesce(named_on, unnamed.sent_on) as sent_on
    from placed
    left join unnamed using (chain_id, store_id, product_id)
), leg as (
    -- What each leg is short of.
    select *, case when is_due then greatest(ordered_quantity - received_quantity, 0) else 0 end as short_to_warehouse,
        greatest(received_quantity - sent_quantity, 0) as waiting_quantity, greatest(sent_quantity - arrived_quantity, 0) as lost_quantity
    from sent
)
select leg.chain_id, place.warehouse, store_id, order_number, product_id, requested_on, ordered_quantity::numeric(14, 3),
    received_on, received_quantity::numeric(14, 3), sent_quantity::numeric(14, 3), arrived_quantity::numeric(14, 3),
    short_to_warehouse::numeric(14, 3), waiting_quantity::numeric(14, 3), lost_quantity::numeric(14, 3),
    case when waiting_quantity > 0 then core.as_of() - received_on end as waiting_days,
    case when short_to_warehouse > 0 and waiting_quantity + lost_quantity > 0 then 'both' when short_to_warehouse > 0 then 'to_warehouse'
        when waiting_quantity + lost_quantity > 0 then 'to_store' end as failed_leg,
    waiting_quantity > 0 and core.as_of() - received_on >= core.rule_value('stock.warehouse_days')
        or lost_quantity > 0 and core.as_of() - sent_on < core.rule_value('stock.lost_days') as is_held_up,
    load_id, row_number
from leg
join place using (chain_id, store_id);

comment on view mart.warehouse_leg is
    'One row: one order of a store for one item through the chain''s warehouse, and on which leg it failed';
comment on column mart.warehouse_leg.chain_id is 'Chain';
comment on column mart.warehouse_leg.warehouse is 'Warehouse that supplies the store';
comment on column mart.warehouse_leg.store_id is 'Store';
comment on column mart.warehouse_leg.order_number is 'Order; empty for what came without one';
comment on column mart.warehouse_leg.product_id is 'Our product';
comment on column mart.warehouse_leg.requested_on is 'Day on which it was wanted; null without an order';
comment on column mart.warehouse_leg.ordered_quantity is 'Sales units ordered; null without an order';
comment on column mart.warehouse_leg.received_on is 'First day on which any of it reached the warehouse';
comment on column mart.warehouse_leg.received_quantity is 'Sales units that the warehouse signed for';
comment on column mart.warehouse_leg.sent_quantity is 'Sales units that the warehouse sent on';
comment on column mart.warehouse_leg.arrived_quantity is 'Sales units that reached the store; what was sent where the feed does not say';
comment on column mart.warehouse_leg.short_to_warehouse is 'Sales units that did not reach the warehouse by the day they were due: ours';
comment on column mart.warehouse_leg.waiting_quantity is 'Sales units that lie in the warehouse still';
comment on column mart.warehouse_leg.lost_quantity is 'Sales units sent on that did not reach the store';
comment on column mart.warehouse_leg.waiting_days is 'Days since they came, for what lies there';
comment on column mart.warehouse_leg.failed_leg is
    'Leg on which it is short: to_warehouse (ours), to_store (the warehouse''s), both; null: neither';
comment on column mart.warehouse_leg.is_held_up is
    'Whether it is told in the morning: it lies in the warehouse for stock.warehouse_days days or more, or was lost on the way to the '
    'store in the last stock.lost_days days (config/rules.yaml)';
comment on column mart.warehouse_leg.load_id is 'Load of the order';
comment on column mart.warehouse_leg.row_number is 'Row of the order in its file';
