-- One row: one product of one promotion with what it brought (M5.1): signed for of what was ordered inside the purchase window, against as
-- many days before it. Read by: the negotiation pack.
-- Left out: nothing; one that has not begun has no result. Free goods do not count.
-- Depends on: mart.order_fulfilment, mart.price_in_basis, mart.regional_price
create view mart.promotion_result as
with run as (
    -- A window that still runs is compared over the days that it has run.
    select chain_id, promotion_id, product_id, purchase_from, purchase_to, supply_price, basis,
        least(purchase_to, core.as_of()) as until_on, least(purchase_to, core.as_of()) - purchase_from + 1 as day_count
    from core.promotion
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), known as (
    -- The first day of which an order is known: days before it are no comparison.
    select chain_id, min(ordered_on) as since_on from mart.order_fulfilment group by chain_id
), result as (
    -- Prices without VAT, and quantities inside the window and before it.
    select run.chain_id, run.promotion_id, run.product_id, run.purchase_from, run.purchase_to,
        round(mart.price_in_basis(price.contract_price, price.contract_including, price.vat_rate, false, 4), 4) as list_price,
        round(mart.price_in_basis(run.supply_price, run.basis = 'including', price.vat_rate, false, 4), 4) as promotion_price,
        case when run.day_count > 0 then coalesce(sold.during_quantity, 0) end as during_quantity,
        case when run.day_count > 0 and known.since_on <= run.purchase_from - run.day_count
            then coalesce(sold.before_quantity, 0) end as before_quantity
    from run
    left join known using (chain_id)
    cross join lateral mart.regional_price(run.chain_id, '', run.product_id, run.purchase_from) as price
    left join lateral (
        select sum(line.received_quantity) filter (where line.ordered_on >= run.purchase_from) as during_quantity,
            sum(line.received_quantity) filter (where line.ordered_on < run.purchase_from) as before_quantity
        from mart.order_fulfilment as line
        where line.chain_id = run.chain_id and line.product_id = run.product_id and not line.is_free
          and line.ordered_on between run.purchase_from - run.day_count and run.until_on) as sold on true
)
select chain_id, promotion_id, product_id, purchase_from, purchase_to, list_price, promotion_price, during_quantity, before_quantity,
    round((during_quantity / nullif(before_quantity, 0) - 1) * 100, 2) as growth_pct,
    round(during_quantity * promotion_price, 2) as supply_amount,
    round(during_quantity * (list_price - promotion_price), 2) as given_up_amount
from result;

comment on view mart.promotion_result is 'One row: one product of one promotion with what was ordered in its window and signed for';
comment on column mart.promotion_result.chain_id is 'Chain';
comment on column mart.promotion_result.promotion_id is 'Promotion';
comment on column mart.promotion_result.product_id is 'Our product';
comment on column mart.promotion_result.purchase_from is 'First day of the purchase window';
comment on column mart.promotion_result.purchase_to is 'Last day of it, included';
comment on column mart.promotion_result.list_price is
    'Contract price of the chain on its first day, RMB per unit, VAT excluded; null: none';
comment on column mart.promotion_result.promotion_price is 'Promotion price, RMB per unit, VAT excluded';
comment on column mart.promotion_result.during_quantity is
    'Sales units signed for of orders inside the window up to the as-of date; null before it has begun';
comment on column mart.promotion_result.before_quantity is
    'The same of as many days before it; null where no order of these days is known';
comment on column mart.promotion_result.growth_pct is 'During ÷ before − 1, per cent; null when there is nothing to divide by';
comment on column mart.promotion_result.supply_amount is 'During × promotion price, RMB, VAT excluded';
comment on column mart.promotion_result.given_up_amount is 'During × (contract price − promotion price), RMB, VAT excluded';
