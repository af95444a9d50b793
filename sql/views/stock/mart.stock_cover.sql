-- One row: one item of one open store of which a stock of these days is known, with the days that it lasts and what to order.
-- Read by: the daily digest, the console, mart.work_list, the back-test. Left out: items delisted by our own master data, stock that is
-- older than config/rules.yaml calls current, the chain's warehouse.
-- Depends on: mart.open_order_line, mart.portal_word, mart.price_in_basis, mart.stock_day, mart.store_representative, mart.supply_day
-- Depends on: mart.supply_price, mart.warehouse_leg
create view mart.stock_cover as
with rule as materialized (
    -- Read once: thresholds are the company's choice, in force at known_at.
    select core.as_of() as as_of,
        core.rule_value('stock.average_days')::integer as average_days, core.rule_value('stock.current_days')::integer as current_days,
        core.rule_value('stock.safety_days') as safety_days, core.rule_value('stock.target_days') as target_days
), day as materialized (
    -- The days that the average is taken of.
    select * from mart.stock_day where business_date > (select as_of - average_days from rule)
), newest as (
    -- The last count, where it is of these days.
    select distinct on (chain_id, store_id, product_id) chain_id, store_id, product_id, business_date as stock_on, stock_quantity
    from day
    where stock_quantity is not null and business_date > (select as_of - current_days from rule)
    order by chain_id, store_id, product_id, business_date desc
), demand as materialized (
    -- A day on which nothing could be sold says nothing about what would have been.
    select chain_id, store_id, product_id, sum(sold_quantity) as sold_quantity,
        count(*) filter (where sold_quantity > 0 or sold_quantity is not null and stock_quantity is distinct from 0) as sale_days
    from day
    group by chain_id, store_id, product_id
), supplied as materialized (
    -- Only asked where a till is silent.
    select chain_id, store_id, product_id, sum(supplied_quantity - returned_quantity) as supplied_quantity
    from mart.supply_day
    where (select bool_or(sale_days = 0) from demand) and business_date > (select as_of - average_days from rule)
    group by chain_id, store_id, product_id
), delisted as (
    -- Delisted in our own master data; one number still listed keeps the item alive.
    select chain_id, product_id, bool_and(coalesce(delisted_on <= core.as_of(), false)) as is_delisted, max(pack_size) as pack_size
    from core.chain_item
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    group by chain_id, product_id
), on_order as materialized (
    -- What is on its way.
    select chain_id, store_id, product_id, sum(open_quantity) as on_order_quantity
    from mart.open_order_line
    group by chain_id, store_id, product_id
), waiting as materialized (
    -- What the chain's warehouse has for the store and has not sent on; asked only where any warehouse tells.
    select chain_id, store_id, product_id, sum(waiting_quantity) as in_warehouse_quantity, min(received_on) as in_warehouse_since
    from mart.warehouse_leg
    where (select exists (select from core.warehouse_shipment)) and waiting_quantity > 0
    group by chain_id, store_id, product_id
), measured as (
    -- Per day by the till, else by what we brought.
    select newest.chain_id, newest.store_id, newest.product_id, newest.stock_on, newest.stock_quantity,
        case when demand.sale_days > 0 then 'till' else 'supply' end as demand_source,
        case when demand.sale_days > 0 then greatest(demand.sold_quantity, 0) / demand.sale_days
            else greatest(coalesce(supplied.supplied_quantity, 0), 0) / rule.average_days end as daily_quantity,
        coalesce(on_order.on_order_quantity, 0) as on_order_quantity, delisted.pack_size,
        coalesce(waiting.in_warehouse_quantity, 0) as in_warehouse_quantity, waiting.in_warehouse_since
    from newest
    cross join rule
    join demand using (chain_id, store_id, product_id)
    left join supplied using (chain_id, store_id, product_id)
    left join on_order using (chain_id, store_id, product_id)
    left join waiting using (chain_id, store_id, product_id)
    left join delisted using (chain_id, product_id)
    where delisted.is_delisted is not true
), judged as (
    -- Nobody can say how long an item lasts that nobody buys.
    select measured.*, greatest(stock_quantity, 0) / nullif(daily_quantity, 0) as days_of_cover,
        case when daily_quantity = 0 then 'no_demand'
            when stock_quantity <= 0 then 'out'
            when stock_quantity < rule.safety_days * daily_quantity then 'below_safety'
            else 'enough' end as state
    from measured cross join rule
), store as materialized (
    -- Who acts, asked once.
    select chain_id, store_id, region, city, representative_id from mart.store_representative
), word as materialized (
    -- What the portals block, asked once.
    select chain_id, store_id, product_id, blocked_since from mart.portal_word where blocked_since is not null
)
select judged.chain_id, store.region, store.city, judged.store_id, judged.product_id, store.representative_id, judged.stock_on,
    judged.stock_quantity, judged.demand_source, round(judged.daily_quantity, 2) as daily_quantity,
    round(judged.days_of_cover, 1) as days_of_cover, rule.safety_days, judged.state,
    judged.state in ('out', 'below_safety') as is_alert, judged.on_order_quantity,
    judged.in_warehouse_quantity::numeric(14, 3), judged.in_warehouse_since,
    coalesce(judged.pack_size, product.pack_size) as pack_size, word.blocked_since,
    suggested.cases as suggested_cases, suggested.cases * coalesce(judged.pack_size, product.pack_size) as suggested_quantity,
    round(suggested.cases * coalesce(judged.pack_size, product.pack_size) * price.unit_price, 2) as suggested_amount,
    round(judged.daily_quantity * price.unit_price, 2) as daily_amount
from judged
cross join rule
join store using (chain_id, store_id)
left join word using (chain_id, store_id, product_id)
left join core.product as product on product.product_id = judged.product_id and rule.as_of between product.valid_from and product.valid_to
    and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
left join lateral (
    -- Whole cases up to the target. What the portal blocks cannot be ordered: it wants its reopening first.
    select ceil(greatest(rule.target_days * judged.daily_quantity - greatest(judged.stock_quantity, 0) - judged.on_order_quantity
        - judged.in_warehouse_quantity, 0)
        / coalesce(judged.pack_size, product.pack_size)) as cases
    where judged.state in ('out', 'below_safety') and word.blocked_since is null) as suggested on true
left join lateral (
    select round(mart.price_in_basis(agreed.contract_price, agreed.contract_including, agreed.vat_rate, false, 4), 4) as unit_price
    from mart.supply_price(judged.chain_id, judged.store_id, judged.product_id, rule.as_of) as agreed
    where judged.state in ('out', 'below_safety')) as price on true;

comment on view mart.stock_cover is
    'One row: one item of one open store of which a stock of these days is known, with the days that it lasts and what to order';
comment on column mart.stock_cover.chain_id is 'Chain';
comment on column mart.stock_cover.region is 'Our sales region';
comment on column mart.stock_cover.city is 'City';
comment on column mart.stock_cover.store_id is 'Store, within the chain';
comment on column mart.stock_cover.product_id is 'Our product';
comment on column mart.stock_cover.representative_id is 'Who acts: KA representative of the store; null when nobody is named';
comment on column mart.stock_cover.stock_on is 'Business date of the newest count';
comment on column mart.stock_cover.stock_quantity is 'Sales units in the evening of that day';
comment on column mart.stock_cover.demand_source is 'till: average of till sales; supply: of what we brought, where no till says anything';
comment on column mart.stock_cover.daily_quantity is
    'Sales units a day: till sales of the last stock.average_days days (config/rules.yaml) over those on which there was something to '
    'sell; else supply over all of them';
comment on column mart.stock_cover.days_of_cover is 'Stock ÷ daily quantity, days; null where nothing is sold';
comment on column mart.stock_cover.safety_days is 'Days of cover below which it is an alert (config/rules.yaml)';
comment on column mart.stock_cover.state is 'out: nothing left; below_safety; enough; no_demand: nothing sold in the window';
comment on column mart.stock_cover.is_alert is 'Whether it is out or below the safety stock';
comment on column mart.stock_cover.on_order_quantity is 'Sales units of open orders still to come';
comment on column mart.stock_cover.in_warehouse_quantity is
    'Sales units that the chain''s warehouse has for the store and has not sent on; 0 where it tells nothing';
comment on column mart.stock_cover.in_warehouse_since is 'First day on which any of it came there; null without any';
comment on column mart.stock_cover.pack_size is 'Sales units in a case, the chain''s own where it has one; null where nobody says';
comment on column mart.stock_cover.blocked_since is 'Business date since which the portal blocks the item; null where it does not';
comment on column mart.stock_cover.suggested_cases is
    'Whole cases to order up to the target cover, open orders and what lies in the warehouse counted; null where there is no alert, where '
    'the portal blocks the item, and where nobody knows the pack size';
comment on column mart.stock_cover.suggested_quantity is 'The same in sales units';
comment on column mart.stock_cover.suggested_amount is 'Their worth at the list price, RMB without VAT; null where there is none';
comment on column mart.stock_cover.daily_amount is
    'What a day without it costs us: daily quantity at the list price, RMB without VAT; null where there is no alert or no price';
