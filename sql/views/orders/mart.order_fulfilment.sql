-- One row: one order line in force, with what was shipped and received for it up to the as-of date.
-- Read by: the fill rate, the SKU locks, and whoever asks whether an order arrived. Left out: returns and deliveries that name
-- no known order (they are no answer to an order), cancelled lines, and orders placed after the as-of date.
-- Depends on: mart.account_terms, mart.computed_fulfilment, mart.is_figures_kept
create view mart.order_fulfilment as
with ordered as (
    -- The kept form where it answers. Only a line whose last receipt lies after the as-of date is added up again, from its own notes.
    select kept.chain_id, kept.order_number, kept.store_id, kept.product_id, kept.is_free, kept.account_id, kept.ordered_on,
        kept.requested_on,
        kept.ordered_quantity,
        case when kept.last_received_on > core.as_of() then coalesce(so_far.shipped_quantity, 0)
            else kept.shipped_quantity end as shipped_quantity,
        case when kept.last_received_on > core.as_of() then coalesce(so_far.received_quantity, 0)
            else kept.received_quantity end as received_quantity,
        case when kept.last_received_on > core.as_of() then so_far.last_received_on else kept.last_received_on end as last_received_on,
        kept.load_id, kept.row_number
    from core.kept_fulfilment as kept
    left join lateral (
        select sum(line.shipped_quantity) as shipped_quantity, sum(line.received_quantity) as received_quantity,
            max(line.received_on) as last_received_on
        from core.delivery_line as line
        where kept.last_received_on > core.as_of() and line.chain_id = kept.chain_id and line.order_number = kept.order_number
            and line.store_id = kept.store_id
          and line.product_id = kept.product_id and line.is_free = kept.is_free and line.kind = 'delivery'
              and line.received_on <= core.as_of()
          and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
    ) as so_far on true
    where mart.is_figures_kept() and kept.ordered_on <= core.as_of()
    union all
    select chain_id, order_number, store_id, product_id, is_free, account_id, ordered_on, requested_on, ordered_quantity,
        shipped_quantity, received_quantity, last_received_on, load_id, row_number
    from mart.computed_fulfilment
    where not mart.is_figures_kept()
), grace as (
    -- Grace is a setting of the settlement account, versioned like every setting.
    select known.chain_id, known.account_id, terms.grace_days
    from core.settlement_account as known
    cross join lateral mart.account_terms(known.chain_id, known.account_id) as terms
    where core.is_known(known.arrived_at, known.recorded_at, known.superseded_at, known.superseded_recorded_at)
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
    due.due_on,
    ordered.ordered_quantity,
    ordered.shipped_quantity,
    ordered.received_quantity,
    ordered.last_received_on,
    due.due_on <= core.as_of() as is_due,
    ordered.received_quantity < ordered.ordered_quantity as is_short,
    ordered.load_id,
    ordered.row_number
from ordered
left join grace using (chain_id, account_id)
-- The due date is the n-th working day after the requested one, n being the grace, and without grace the requested one itself; an account
-- that nobody has told of has the default.
left join core.calendar_day as requested on requested.day = ordered.requested_on
left join core.calendar_day as worked
    on worked.is_working_day and worked.working_number = requested.working_number
        + coalesce(grace.grace_days, (select grace_days from mart.account_terms(null, null)))
cross join lateral (select case when grace.grace_days = 0 then ordered.requested_on else worked.day end as due_on) as due;

comment on view mart.order_fulfilment is
    'One row: one order line in force, with what was shipped and received for it up to the as-of date; without returns, unordered '
    'deliveries and cancelled lines';
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
