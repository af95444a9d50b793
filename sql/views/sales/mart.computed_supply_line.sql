-- One row: one delivery or return line in force with its worth at the agreed price; the plain form, computed from the facts.
-- Read by: the views of supply where the kept form does not answer, and the refresh, by the same
-- fragment. Left out: lines after the as-of date.
-- Includes: fragments/sales/supply_line.sql
-- Depends on: mart.price_in_basis, mart.regional_price, mart.worth
create view mart.computed_supply_line as
with delivery_line as (
    -- Deliveries and returns up to the as-of date.
    select chain_id, delivery_number, store_id, order_number, product_id, is_free, kind, received_on, received_quantity
    from core.delivery_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and received_on <= core.as_of()
), order_line as (
    -- Orders give the price date, and the price where nothing was agreed.
    select chain_id, order_number, store_id, product_id, is_free, ordered_on, printed_price, printed_basis
    from core.order_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
)
select * from fragment.supply_line;

comment on view mart.computed_supply_line is
    'One row: one delivery or return line with its worth at the agreed price, computed from the facts';
comment on column mart.computed_supply_line.chain_id is 'Chain';
comment on column mart.computed_supply_line.delivery_number is 'Delivery or return note';
comment on column mart.computed_supply_line.store_id is 'Store that signed';
comment on column mart.computed_supply_line.order_number is 'Order that the line names; empty where none';
comment on column mart.computed_supply_line.product_id is 'Our product';
comment on column mart.computed_supply_line.is_free is 'Free goods: worth nothing';
comment on column mart.computed_supply_line.is_return is 'Goods that came back';
comment on column mart.computed_supply_line.is_ordered is 'Whether the delivery names a known order line of its item, cancelled or not';
comment on column mart.computed_supply_line.received_on is 'Business date of the signature, or of the return note';
comment on column mart.computed_supply_line.month is 'First day of its month';
comment on column mart.computed_supply_line.region is 'Our sales region of the store on that date; null where the store is unknown then';
comment on column mart.computed_supply_line.city is 'City of the store on that date; likewise';
comment on column mart.computed_supply_line.received_quantity is 'Sales units, positive also for returns';
comment on column mart.computed_supply_line.unit_price is 'RMB per sales unit, VAT excluded; null where no price is known';
comment on column mart.computed_supply_line.net_amount is 'RMB, VAT excluded, negative for returns; null without a price';
comment on column mart.computed_supply_line.net_amount_including is 'RMB, VAT included, likewise';
