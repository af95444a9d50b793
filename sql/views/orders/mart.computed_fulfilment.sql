-- One row: one order line in force, with what was shipped and received for it up to the as-of date; the plain form, computed from
-- the facts. Read by: mart.order_fulfilment where the kept form does not answer, and the refresh, by the same fragment.
-- Left out: as in mart.order_fulfilment.
-- Includes: fragments/orders/fulfilment.sql
create view mart.computed_fulfilment as
with order_line as (
    -- Only what was in force at known_at and placed by as_of: the question is about that evening.
    select chain_id, order_number, store_id, product_id, is_free, account_id, ordered_on, requested_on, ordered_quantity, load_id,
        row_number
    from core.order_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
      and not is_cancelled and ordered_on <= core.as_of()
), delivery_line as (
    -- What came for orders by the as-of date.
    select chain_id, order_number, store_id, product_id, is_free, shipped_quantity, received_quantity, received_on
    from core.delivery_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
      and kind = 'delivery' and order_number <> '' and received_on <= core.as_of()
)
select * from fragment.fulfilment;

comment on view mart.computed_fulfilment is
    'One row: one order line in force, with what was shipped and received for it up to the as-of date, computed from the facts';
comment on column mart.computed_fulfilment.chain_id is 'Chain';
comment on column mart.computed_fulfilment.order_number is 'Order, unique within the chain';
comment on column mart.computed_fulfilment.store_id is 'Store, within the chain';
comment on column mart.computed_fulfilment.product_id is 'Our product';
comment on column mart.computed_fulfilment.is_free is 'Whether the line is free of charge';
comment on column mart.computed_fulfilment.account_id is 'Settlement account of the chain';
comment on column mart.computed_fulfilment.ordered_on is 'Business date of the order';
comment on column mart.computed_fulfilment.requested_on is 'Business date on which the chain wants it';
comment on column mart.computed_fulfilment.ordered_quantity is 'Sales units ordered';
comment on column mart.computed_fulfilment.shipped_quantity is 'Sales units shipped so far';
comment on column mart.computed_fulfilment.received_quantity is 'Sales units signed for so far';
comment on column mart.computed_fulfilment.last_received_on is 'Business date of the last receipt; null when nothing came';
comment on column mart.computed_fulfilment.load_id is 'Load of the order''s file';
comment on column mart.computed_fulfilment.row_number is 'Row of the order''s file';
