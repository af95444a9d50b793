-- One row: one order price far from the trailing median of the same chain and product, where no agreed price judges it.
-- Read by: mart.price_anomaly. Left out: lines with a contract or promotion price (rules judge those, and a documented price change is
-- no outlier), and lines with less history than config/rules.yaml asks for.
-- Depends on: mart.is_figures_kept, mart.price_finding_at_clock
create view mart.price_outlier as
with rule as materialized (
    -- Read once: the thresholds of the company.
    select core.rule_value('price.outlier_mads') as mads, core.rule_value('price.outlier_days')::integer as days,
        core.rule_value('price.outlier_min_orders') as min_orders, core.rule_value('price.outlier_min_pct') / 100 as min_share,
        core.as_of() - core.rule_value('price.watch_days')::integer as watch_from
), unjudged as materialized (
    -- The kept form where it answers, else the plain one; as far back as the oldest watched line's median reaches.
    select chain_id, order_number, store_id, product_id, ordered_on, found_price as order_price, load_id, row_number
    from core.kept_price_finding
    where mart.is_figures_kept() and rule = 'unjudged' and ordered_on <= core.as_of()
      and ordered_on >= core.as_of() - (select core.rule_value('price.watch_days') + core.rule_value('price.outlier_days'))::integer
    union all
    select chain_id, order_number, store_id, product_id, ordered_on, found_price, load_id, row_number
    from mart.price_finding_at_clock()
    where not mart.is_figures_kept() and rule = 'unjudged' and ordered_on <= core.as_of()
), reach as (
    -- Lowest and highest price of the days before: a price near both cannot be far from the median between them.
    select day.*,
        min(lowest) over earlier as lowest_before, max(highest) over earlier as highest_before
    from (
        select chain_id, product_id, ordered_on, min(order_price) as lowest, max(order_price) as highest
        from unjudged group by chain_id, product_id, ordered_on) as day
    window earlier as (partition by chain_id, product_id order by ordered_on
        range between interval '1000 days' preceding and interval '1 day' preceding)
), candidate as (
    -- The lines far enough from any price before them: only these are worth a median.
    select this.*
    from unjudged as this
    join reach using (chain_id, product_id, ordered_on)
    cross join rule
    where this.ordered_on >= rule.watch_from
      and (this.order_price > reach.lowest_before * (1 + rule.min_share) or this.order_price < reach.highest_before * (1 - rule.min_share))
), centred as (
    -- Robust centre: the median does not follow a few wrong prices.
    select this.*, centre.median_price, centre.earlier_count
    from candidate as this
    cross join rule
    cross join lateral (
        select percentile_cont(0.5) within group (order by earlier.order_price)::numeric as median_price, count(*) as earlier_count
        from unjudged as earlier
        where earlier.chain_id = this.chain_id and earlier.product_id = this.product_id
          and earlier.ordered_on < this.ordered_on and earlier.ordered_on >= this.ordered_on - rule.days) as centre
    where centre.earlier_count >= rule.min_orders
      and abs(this.order_price - centre.median_price) > centre.median_price * rule.min_share
)
select centred.chain_id, centred.order_number, centred.store_id, centred.product_id, centred.ordered_on, centred.order_price as found_price,
    round(centred.median_price, 4) as expected_price, centred.earlier_count, round(spread.mad, 4) as deviation, centred.load_id,
        centred.row_number
from centred
cross join rule
cross join lateral (
    select percentile_cont(0.5) within group (order by abs(earlier.order_price - centred.median_price))::numeric as mad
    from unjudged as earlier
    where earlier.chain_id = centred.chain_id and earlier.product_id = centred.product_id
      and earlier.ordered_on < centred.ordered_on and earlier.ordered_on >= centred.ordered_on - rule.days) as spread
where abs(centred.order_price - centred.median_price) > rule.mads * 1.4826 * spread.mad;

comment on view mart.price_outlier is
    'One row: one order price far from the trailing median of the same chain and product, where no agreed price judges it';
comment on column mart.price_outlier.chain_id is 'Chain';
comment on column mart.price_outlier.order_number is 'Order';
comment on column mart.price_outlier.store_id is 'Store, within the chain';
comment on column mart.price_outlier.product_id is 'Our product';
comment on column mart.price_outlier.ordered_on is 'Business date of the order';
comment on column mart.price_outlier.found_price is 'RMB per unit, VAT excluded';
comment on column mart.price_outlier.expected_price is 'Trailing median, RMB per unit, VAT excluded';
comment on column mart.price_outlier.earlier_count is 'Order lines that form it';
comment on column mart.price_outlier.deviation is 'Median absolute deviation of those, RMB';
comment on column mart.price_outlier.load_id is 'Load of the order';
comment on column mart.price_outlier.row_number is 'Its row';
