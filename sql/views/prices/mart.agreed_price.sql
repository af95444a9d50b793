-- One row: one order line with the price we agreed on (docs/money.md#prices).
-- Read by price anomalies, reconciliation, digests. Left out: nothing; cancelled orders are included.
-- Depends on: mart.price_in_basis, mart.supply_price
create view mart.agreed_price as
with
-- Orders as known: the newest version of each line.
ordered as (
    select l.chain_id, l.order_number, l.store_id, l.product_id, l.is_free, l.account_id, l.ordered_on, l.requested_on,
        l.ordered_quantity, l.is_cancelled, l.printed_price,
        l.printed_basis = 'including' as printed_including, c.price_basis, l.load_id, l.row_number
    from core.order_line l
    join core.chain c using (chain_id)
    where core.is_known(l.arrived_at, l.recorded_at, l.superseded_at, l.superseded_recorded_at)
),
-- Every price that could hold, excluding VAT to four decimals, whatever basis it was stated in.
candidate as (
    select o.*, s.vat_rate, s.promotion_id,
        round(mart.price_in_basis(s.contract_price, s.contract_including, s.vat_rate, false, 4), 4) as contract_price,
        round(mart.price_in_basis(s.promotion_price, s.promotion_including, s.vat_rate, false, 4), 4) as promotion_price,
        round(mart.price_in_basis(o.printed_price, o.printed_including, s.vat_rate, false, 4), 4) as order_price
    from ordered o
    cross join lateral mart.supply_price(o.chain_id, o.store_id, o.product_id, o.ordered_on) s
),
-- Which of them holds: promotion, contract, order; a chain whose basis is its orders skips the first two.
chosen as (
    select c.*,
        case when price_basis = 'contract' and promotion_price is not null then 'promotion'
            when price_basis = 'contract' and contract_price is not null then 'contract'
            when order_price is not null then 'order' end as price_source
    from candidate c
)
select chain_id, order_number, store_id, product_id, is_free, account_id, ordered_on, requested_on, ordered_quantity, is_cancelled,
    case when is_free then 0.0000
        else case price_source when 'promotion' then promotion_price when 'contract' then contract_price else order_price end
        end as agreed_price,
    price_source, contract_price, promotion_price, promotion_id, order_price, vat_rate, load_id, row_number
from chosen;

comment on view mart.agreed_price is 'One row: one order line with the price we agreed on';
comment on column mart.agreed_price.chain_id is 'Chain';
comment on column mart.agreed_price.order_number is 'Order, unique with the chain and store';
comment on column mart.agreed_price.store_id is 'Store that ordered';
comment on column mart.agreed_price.product_id is 'Our product';
comment on column mart.agreed_price.is_free is 'Free goods: their price is 0';
comment on column mart.agreed_price.ordered_on is 'Date of the order, on which prices are judged';
comment on column mart.agreed_price.account_id is 'Settlement account the order names';
comment on column mart.agreed_price.requested_on is 'Date the delivery was asked for';
comment on column mart.agreed_price.ordered_quantity is 'Sales units ordered';
comment on column mart.agreed_price.is_cancelled is 'The undelivered order vanished from a complete snapshot';
comment on column mart.agreed_price.agreed_price is
    'Agreed price, RMB per sales unit excluding VAT, four decimals; empty where no price is known at all';
comment on column mart.agreed_price.price_source is
    'promotion, contract or order: where the agreed price comes from; empty where there is none';
comment on column mart.agreed_price.contract_price is 'Price list on the order date, RMB per sales unit excluding VAT, four decimals';
comment on column mart.agreed_price.promotion_price is
    'Promotional supply price whose purchase window holds the order date, RMB per sales unit excluding VAT, four decimals';
comment on column mart.agreed_price.promotion_id is 'Promotion whose purchase window holds the order date';
comment on column mart.agreed_price.order_price is 'Price the order itself prints, RMB per sales unit excluding VAT, four decimals';
comment on column mart.agreed_price.vat_rate is 'VAT rate of the product on the order date, as a fraction';
comment on column mart.agreed_price.load_id is 'Load of the order line';
comment on column mart.agreed_price.row_number is 'Row of the order line in its file';
