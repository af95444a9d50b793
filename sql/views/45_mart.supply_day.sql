-- One row: one product in one store on one business date: what we supplied and took back, and its worth at the agreed price.
-- Read by: every figure about our sales (till sales are a feed of their own). Left out: what was shipped but not signed for.
create view mart.supply_day as
with movement as (
    -- Signed quantities; a return counts against its own day. The order gives the price date, and the price where nothing was agreed.
    select delivery.chain_id, delivery.store_id, delivery.product_id, delivery.received_on, delivery.kind, delivery.is_free,
        delivery.received_quantity, coalesce(ordered.ordered_on, delivery.received_on) as priced_on,
        ordered.printed_price, ordered.printed_basis = 'including' as printed_including
    from core.delivery_line as delivery
    left join core.order_line as ordered
        on ordered.chain_id = delivery.chain_id and ordered.order_number = delivery.order_number and ordered.store_id = delivery.store_id
        and ordered.product_id = delivery.product_id and ordered.is_free = delivery.is_free and delivery.kind = 'delivery'
        and delivery.order_number <> '' and core.is_known(ordered.arrived_at, ordered.recorded_at, ordered.superseded_at, ordered.superseded_recorded_at)
    where core.is_known(delivery.arrived_at, delivery.recorded_at, delivery.superseded_at, delivery.superseded_recorded_at) and delivery.received_on <= core.as_of()
), priced as (
    -- The same order of precedence as everywhere: promotion, contract, the order's own price; free goods cost nothing.
    select movement.*, supply.vat_rate,
        case
            when movement.is_free then 0
            when chain.price_basis = 'contract' and supply.promotion_price is not null
                then mart.price_in_basis(supply.promotion_price, supply.promotion_including, supply.vat_rate, false, 4)
            when chain.price_basis = 'contract' and supply.contract_price is not null
                then mart.price_in_basis(supply.contract_price, supply.contract_including, supply.vat_rate, false, 4)
            else mart.price_in_basis(movement.printed_price, movement.printed_including, supply.vat_rate, false, 4)
        end as unit_price
    from movement
    join core.chain as chain using (chain_id)
    cross join lateral mart.supply_price(movement.chain_id, movement.store_id, movement.product_id, movement.priced_on) as supply
)
select
    chain_id,
    store_id,
    product_id,
    received_on as business_date,
    coalesce(sum(received_quantity) filter (where kind = 'delivery'), 0) as supplied_quantity,
    coalesce(sum(received_quantity) filter (where kind = 'return'), 0) as returned_quantity,
    sum(case kind when 'delivery' then 1 else -1 end * round(received_quantity * unit_price, 2)) as net_amount,
    sum(case kind when 'delivery' then 1 else -1 end * mart.worth(received_quantity, unit_price, vat_rate, false)) as net_amount_including,
    count(*) filter (where unit_price is null) as unpriced_line_count
from priced
group by chain_id, store_id, product_id, received_on;

comment on view mart.supply_day is 'One row: one product in one store on one business date: supply signed for less returns, with its worth at agreed prices';
comment on column mart.supply_day.chain_id is 'Chain';
comment on column mart.supply_day.store_id is 'Store, within the chain';
comment on column mart.supply_day.product_id is 'Our product';
comment on column mart.supply_day.business_date is 'Date of the signature, or of the return note';
comment on column mart.supply_day.supplied_quantity is 'Sales units signed for, free goods included';
comment on column mart.supply_day.returned_quantity is 'Sales units taken back';
comment on column mart.supply_day.net_amount is 'Supply less returns at agreed prices, RMB, VAT excluded; null when no line has a price';
comment on column mart.supply_day.net_amount_including is 'The same, VAT included';
comment on column mart.supply_day.unpriced_line_count is 'Lines without any known price, missing in the amounts';
