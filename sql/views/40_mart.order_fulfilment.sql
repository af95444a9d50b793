-- One row: one order line in force, with what was shipped and received for it up to the as-of date.
-- Read by: the fill rate, the SKU locks, and whoever asks whether an order arrived. Left out: returns and deliveries that name
-- no known order (they are no answer to an order), cancelled lines, and orders placed after the as-of date.
create view mart.order_fulfilment as
with ordered as (
    -- Only what was in force at known_at and placed by as_of: the question is about that evening.
    select chain_id, order_number, store_id, product_id, is_free, account_id, ordered_on, requested_on, ordered_quantity, load_id, row_number
    from core.order_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
      and not is_cancelled and ordered_on <= core.as_of()
), delivered as (
    -- Several notes may answer one order line; they add up.
    select chain_id, order_number, store_id, product_id, is_free,
        sum(shipped_quantity) as shipped_quantity, sum(received_quantity) as received_quantity, max(received_on) as last_received_on
    from core.delivery_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
      and kind = 'delivery' and order_number <> '' and received_on <= core.as_of()
    group by chain_id, order_number, store_id, product_id, is_free
), grace as (
    -- Grace is a setting of the settlement account, versioned like every setting.
    select chain_id, account_id, grace_days
    from core.settlement_account
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
)
select
    ordered.chain_id,
    ordered.order_number,
    ordered.store_id,
    ordered.product_id,
    ordered.is_free,
    ordered.account_id,
    ordered.ordered_on,
    ordered.requested_on,
    due.day as due_on,
    ordered.ordered_quantity,
    coalesce(delivered.shipped_quantity, 0) as shipped_quantity,
    coalesce(delivered.received_quantity, 0) as received_quantity,
    delivered.last_received_on,
    due.day <= core.as_of() as is_due,
    coalesce(delivered.received_quantity, 0) < ordered.ordered_quantity as is_short,
    ordered.load_id,
    ordered.row_number
from ordered
left join delivered using (chain_id, order_number, store_id, product_id, is_free)
left join grace using (chain_id, account_id)
-- The due date is the n-th working day after the requested one, n being the grace (reconciliation rule: 1 by default).
left join core.calendar_day as requested on requested.day = ordered.requested_on
left join core.calendar_day as due
    on due.is_working_day and due.working_number = requested.working_number + coalesce(grace.grace_days, 1);

comment on view mart.order_fulfilment is 'One row: one order line in force, with what was shipped and received for it up to the as-of date; without returns, unordered deliveries and cancelled lines';
comment on column mart.order_fulfilment.chain_id is 'Chain';
comment on column mart.order_fulfilment.order_number is 'Order, unique within the chain';
comment on column mart.order_fulfilment.store_id is 'Store, within the chain';
comment on column mart.order_fulfilment.product_id is 'Our product';
comment on column mart.order_fulfilment.is_free is 'Whether the line is free of charge';
comment on column mart.order_fulfilment.account_id is 'Settlement account of the chain';
comment on column mart.order_fulfilment.ordered_on is 'Business date of the order';
comment on column mart.order_fulfilment.requested_on is 'Business date on which the chain wants it';
comment on column mart.order_fulfilment.due_on is 'Requested date plus grace, in working days; null where the calendar does not reach';
comment on column mart.order_fulfilment.ordered_quantity is 'Sales units ordered';
comment on column mart.order_fulfilment.shipped_quantity is 'Sales units shipped so far';
comment on column mart.order_fulfilment.received_quantity is 'Sales units signed for so far';
comment on column mart.order_fulfilment.last_received_on is 'Business date of the last receipt; null when nothing came';
comment on column mart.order_fulfilment.is_due is 'Whether the due date has come by the as-of date';
comment on column mart.order_fulfilment.is_short is 'Whether fewer units were signed for than ordered, so far';
comment on column mart.order_fulfilment.load_id is 'Load of the order''s file';
comment on column mart.order_fulfilment.row_number is 'Row of the order''s file';
