-- What the plain views would say of the touched documents.
-- Includes: fragments/orders/fulfilment.sql, fragments/reconciliation/service_difference.sql, fragments/sales/supply_line.sql
-- Includes: fragments/prices/price_finding.sql
create temp table fresh_fulfilment on commit drop as
with order_line as (
    -- The touched orders.
    select * from source_order where not is_cancelled
), delivery_line as (
    -- What came for them.
    select * from source_delivery
)
select * from fragment.fulfilment;

-- Orders that touched notes name give date and price.
create temp table fresh_supply on commit drop as
with delivery_line as (
    -- The touched notes.
    select * from source_note
), order_line as (
    -- Orders that the notes name, for date and price.
    select * from source_price
)
select * from fragment.supply_line;

create temp table fresh_finding on commit drop as
with order_line as (
    -- The touched orders that print a price of paid goods.
    select * from source_order where not is_cancelled and not is_free and printed_price is not null
), settled as (
    -- What was settled for them.
    select * from source_settled
)
select * from fragment.price_finding;

create temp table fresh_difference on commit drop as
with order_line as (
    -- The touched orders, cancelled lines too.
    select * from source_order
), order_delivery as (
    -- What came for them.
    select * from source_delivery
), note_line as (
    -- The touched notes.
    select * from source_note where kind = 'delivery'
), note_order as (
    -- Orders that the notes name.
    select * from source_price
)
select * from fragment.service_difference;

analyze fresh_fulfilment, fresh_supply, fresh_finding, fresh_difference;
