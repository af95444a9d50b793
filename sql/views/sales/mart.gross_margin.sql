-- One row: one listed product at one chain on the as-of date: supply price, shelf price, margin both ways (M2), and its contribution.
-- Read by: negotiation pack, product roles. Left out: products without a contract price there. Without a shelf price there is no margin.
-- Depends on: mart.price_in_basis, mart.product_month, mart.shelf_price
create view mart.gross_margin as
with supply as (
    -- The chain's own list price in force; a region's special price is not the chain's.
    select price.chain_id, price.product_id, product.vat_rate,
        mart.price_in_basis(price.unit_price, price.basis = 'including', product.vat_rate, false, 4) as supply_price
    from core.price as price
    join core.product as product on product.product_id = price.product_id
        and core.as_of() between product.valid_from and product.valid_to and core.is_known(product.arrived_at, product.recorded_at,
            product.superseded_at, product.superseded_recorded_at)
    where core.is_known(price.arrived_at, price.recorded_at, price.superseded_at, price.superseded_recorded_at) and price.region = ''
        and core.as_of() between price.valid_from and price.valid_to
), shelf as (
    -- What shoppers pay: the median of the newest price seen in each store within the window.
    select chain_id, product_id, percentile_disc(0.5) within group (order by unit_price) as seen_price
    from (
        select distinct on (chain_id, store_id, product_id) chain_id, product_id, unit_price
        from mart.shelf_price
        where seen_on > core.as_of() - (select core.rule_value('figures.on_sale_days')::integer)
        order by chain_id, store_id, product_id, seen_on desc, is_inspected desc) as newest
    group by chain_id, product_id
), plan as (
    -- The planned shelf price where nobody has seen one.
    select chain_id, product_id, unit_price as plan_price
    from core.retail_plan
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and core.as_of() between valid_from and valid_to
), sold as (
    -- What the chain was supplied with in the as-of month.
    select chain_id, product_id, sum(amount) as supply_amount
    from mart.product_month
    where month = date_trunc('month', core.as_of())::date
    group by chain_id, product_id
), whole_month as (
    -- Roles are judged on the last full month and the one before: an open month would make them flicker. On its last day a month is full.
    select chain_id, product_id,
        sum(amount) filter (where month = date_trunc('month', core.as_of() + 1)::date - interval '1 month') as last_amount,
        sum(amount) filter (where month = date_trunc('month', core.as_of() + 1)::date - interval '2 months') as before_amount
    from mart.product_month
    where month between date_trunc('month', core.as_of() + 1)::date - interval '2 months'
        and date_trunc('month', core.as_of() + 1)::date - interval '1 month'
    group by chain_id, product_id
), standing as (
    -- Largest first, what stands above the item: the one that crosses the share still carries it.
    select chain_id, product_id, last_amount, before_amount,
        coalesce(sum(last_amount) over (partition by chain_id order by last_amount desc nulls last,
            product_id rows between unbounded preceding and 1 preceding), 0) as above_amount,
        sum(last_amount) over (partition by chain_id) as total_amount
    from whole_month
), joined as (
    -- Prices side by side, and each product's part of the chain's supply.
    select supply.chain_id, supply.product_id, supply.vat_rate, supply.supply_price,
        coalesce(shelf.seen_price, plan.plan_price) as retail_price,
        case when shelf.seen_price is not null then 'seen' when plan.plan_price is not null then 'planned' end as retail_source,
        round(coalesce(shelf.seen_price, plan.plan_price) / (1 + supply.vat_rate), 4) as retail_price_excluding,
        coalesce(sold.supply_amount, 0) as month_amount,
        sum(coalesce(sold.supply_amount, 0)) over (partition by supply.chain_id) as chain_month_amount,
        standing.last_amount, standing.before_amount,
        coalesce(standing.last_amount > 0
            and standing.above_amount * 100 < standing.total_amount * (select core.rule_value('figures.volume_share_pct')), false)
                as is_volume_item,
        coalesce(standing.last_amount > 0 and (standing.last_amount - standing.before_amount) * 100
            >= standing.before_amount * (select core.rule_value('figures.potential_growth_pct')) and standing.before_amount > 0, false)
                as is_potential_item
    from supply
    left join standing using (chain_id, product_id)
    left join shelf using (chain_id, product_id)
    left join plan using (chain_id, product_id)
    left join sold using (chain_id, product_id)
)
select joined.*,
    round((retail_price_excluding - supply_price) / nullif(supply_price, 0) * 100, 2) as markup_pct,
    round((retail_price_excluding - supply_price) / nullif(retail_price_excluding, 0) * 100, 2) as margin_pct,
    round(month_amount / nullif(greatest(chain_month_amount, 0), 0) * 100, 2) as sales_share_pct,
    round(month_amount / nullif(greatest(chain_month_amount, 0), 0)
        * (retail_price_excluding - supply_price) / nullif(retail_price_excluding, 0) * 100, 2) as margin_contribution_pct,
    coalesce((retail_price_excluding - supply_price) * 100 >= retail_price_excluding
        * (select core.rule_value('figures.profit_margin_pct')), false) as is_profit_item
from joined;

comment on view mart.gross_margin is
    'One row: one product at one chain on the as-of date with the chains gross margin both ways and its contribution';
comment on column mart.gross_margin.chain_id is 'Chain';
comment on column mart.gross_margin.product_id is 'Our product';
comment on column mart.gross_margin.vat_rate is 'VAT rate as a fraction';
comment on column mart.gross_margin.supply_price is 'Contract price in force, RMB per unit, VAT excluded';
comment on column mart.gross_margin.retail_price is
    'Shelf price, RMB including VAT: median of the newest seen in each store, else the planned one; null when neither is known';
comment on column mart.gross_margin.retail_source is 'seen or planned; null when unknown';
comment on column mart.gross_margin.retail_price_excluding is 'Shelf price without VAT, RMB';
comment on column mart.gross_margin.month_amount is 'Supply of the as-of month up to it, RMB, VAT excluded: numerator of the share';
comment on column mart.gross_margin.chain_month_amount is 'The same over all products of the chain: denominator';
comment on column mart.gross_margin.markup_pct is 'Markup 顺加 = (retail − supply) ÷ supply, both without VAT, per cent';
comment on column mart.gross_margin.margin_pct is 'Margin 倒扣 = (retail − supply) ÷ retail, both without VAT, per cent';
comment on column mart.gross_margin.sales_share_pct is 'Share of the chains supply this month, per cent; null when there was none';
comment on column mart.gross_margin.margin_contribution_pct is '毛利贡献度 = share of sales × margin, per cent';
comment on column mart.gross_margin.last_amount is 'Supply of the last full month, RMB, VAT excluded: roles are judged by it';
comment on column mart.gross_margin.before_amount is 'Supply of the month before that, RMB, VAT excluded';
comment on column mart.gross_margin.is_volume_item is
    'Volume item (M6.1.3): among the largest that together carry the share of config/rules.yaml';
comment on column mart.gross_margin.is_potential_item is
    'Potential item (M6.1.3): grew by at least the per cent of config/rules.yaml from one full month to the next';
comment on column mart.gross_margin.is_profit_item is
    'Profit item (M6.1.3): margin of at least the per cent of config/rules.yaml; false without a shelf price';
