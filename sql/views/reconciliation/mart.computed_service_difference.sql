-- One row: one order line that came otherwise than ordered, or one note of which goods were refused or that nobody ordered, at its agreed
-- price; the plain form, computed from the facts. Read by: mart.service_difference where the kept form does not answer, and the refresh,
-- by the same fragment. Left out: returns; cancelled lines of which nothing came.
-- Depends on: mart.price_in_basis, mart.regional_price
-- Includes: fragments/reconciliation/service_difference.sql
create view mart.computed_service_difference as
with order_line as (
    -- Orders as known.
    select * from core.order_line where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), note_line as (
    -- Deliveries as known.
    select * from core.delivery_line
    where kind = 'delivery' and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), order_delivery as (
    -- What came for them.
    select * from note_line
), note_order as (
    -- What the notes name.
    select * from order_line
)
select * from fragment.service_difference;

comment on view mart.computed_service_difference is
    'One row: one order line that came otherwise than ordered, or one note with refused or unordered goods, computed from the facts';
comment on column mart.computed_service_difference.chain_id is 'Chain';
comment on column mart.computed_service_difference.order_number is 'Order; of an unordered delivery the one that it names, else empty';
comment on column mart.computed_service_difference.store_id is 'Store, within the chain';
comment on column mart.computed_service_difference.product_id is 'Our product';
comment on column mart.computed_service_difference.is_free is 'Whether the line is free of charge';
comment on column mart.computed_service_difference.kind is 'not_delivered, short_delivered, over_delivered, rejected or unordered_delivery';
comment on column mart.computed_service_difference.delivery_number is
    'Delivery note; of an order line the last note that came for it, empty when none did';
comment on column mart.computed_service_difference.account_id is 'Settlement account of the chain';
comment on column mart.computed_service_difference.happened_on is
    'Business date: on which the chain wants what is missing, on which the rest was received';
comment on column mart.computed_service_difference.quantity is 'Sales units; positive = missing or rejected, negative = too much';
comment on column mart.computed_service_difference.ours is 'Sales units ordered; for a rejection, shipped';
comment on column mart.computed_service_difference.theirs is 'Sales units shipped; for a rejection, received';
comment on column mart.computed_service_difference.agreed_price is
    'RMB per sales unit excluding VAT, four decimals; 0 for free goods; null where nothing says a price';
comment on column mart.computed_service_difference.our_load_id is 'Load of the order''s file; null for notes';
comment on column mart.computed_service_difference.our_row_number is 'Row of the order''s file';
comment on column mart.computed_service_difference.their_load_id is 'Load of the delivery''s file; null when nothing came';
comment on column mart.computed_service_difference.their_row_number is 'Row of the delivery''s file';
