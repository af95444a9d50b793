-- One row: one order price far from the trailing median of the same chain and product, where no agreed price judges it.
-- Read by: mart.price_anomaly. Left out: lines with a contract or promotion price (rules judge those, and a documented price change is
-- no outlier), and lines with less history than config/rules.yaml asks for.
create view mart.price_outlier as
with rule as materialized (
    select core.rule_value('price.outlier_mads') as mads, core.rule_value('price.outlier_days')::integer as days,
        core.rule_value('price.outlier_min_orders') as min_orders, core.rule_value('price.outlier_min_pct') / 100 as min_share
), unjudged as materialized (
    select chain_id, order_number, store_id, product_id, ordered_on, order_price, load_id, row_number
    from mart.agreed_price
    where price_source = 'order' and not is_free and order_price is not null and ordered_on <= core.as_of()
), centred as (
    -- Robust centre: the median does not follow a few wrong prices.
    select this.*, centre.median_price, centre.earlier_count
    from unjudged as this
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
    round(centred.median_price, 4) as expected_price, centred.earlier_count, round(spread.mad, 4) as deviation, centred.load_id, centred.row_number
from centred
cross join rule
cross join lateral (
    select percentile_cont(0.5) within group (order by abs(earlier.order_price - centred.median_price))::numeric as mad
    from unjudged as earlier
    where earlier.chain_id = centred.chain_id and earlier.product_id = centred.product_id
      and earlier.ordered_on < centred.ordered_on and earlier.ordered_on >= centred.ordered_on - rule.days) as spread
where abs(centred.order_price - centred.median_price) > rule.mads * 1.4826 * spread.mad;

comment on view mart.price_outlier is 'One row: one order price far from the trailing median of the same chain and product, where no agreed price judges it';
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
