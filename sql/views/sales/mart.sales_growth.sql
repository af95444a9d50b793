-- One row: one subject (store, product, chain, city, region) in one month with the month before and the same month last year (J).
-- Read by: the close digest, rankings. Left out: months without any supply of the subject, before and after. The as-of month is compared
-- up to the same day of the other months.
-- Depends on: mart.outlet_month, mart.product_month
create view mart.sales_growth as
with outlet as (
    -- Each amount is read three times: as its own month's, as the month before of the next, and as last year's of the same, so that a
    -- month asked for reaches what is read of the others. The as-of month is held against its like: what stood by the as-of day of month.
    select chain_id, store_id, region, city, month, 'this' as reading, amount from mart.outlet_month
    union all
    select chain_id, store_id, region, city, (month + interval '1 month')::date, 'before',
        case when month + interval '1 month' = date_trunc('month', core.as_of()) then amount_to_day else amount end
    from mart.outlet_month
    union all
    select chain_id, store_id, region, city, (month + interval '1 year')::date, 'year_ago',
        case when month + interval '1 year' = date_trunc('month', core.as_of()) then amount_to_day else amount end
    from mart.outlet_month
), product as (
    -- The same of products.
    select chain_id, product_id, month, 'this' as reading, amount from mart.product_month
    union all
    select chain_id, product_id, (month + interval '1 month')::date, 'before',
        case when month + interval '1 month' = date_trunc('month', core.as_of()) then amount_to_day else amount end
    from mart.product_month
    union all
    select chain_id, product_id, (month + interval '1 year')::date, 'year_ago',
        case when month + interval '1 year' = date_trunc('month', core.as_of()) then amount_to_day else amount end
    from mart.product_month
), subject as (
    -- Each amount under every subject that it counts for.
    select kind.*, outlet.month, outlet.reading, outlet.amount
    from outlet
    cross join lateral (values ('store', outlet.chain_id, outlet.store_id, '', '', ''), ('chain', outlet.chain_id, '', '', '', ''),
        ('region', '', '', '', outlet.region, ''), ('city', '', '', '', outlet.region, outlet.city))
            as kind (subject_kind, chain_id, store_id, product_id, region, city)
    union all
    select kind.*, product.month, product.reading, product.amount
    from product
    cross join lateral (values ('product', '', '', product.product_id, '', ''),
        ('chain_product', product.chain_id, '', product.product_id, '', ''))
        as kind (subject_kind, chain_id, store_id, product_id, region, city)
), compared as (
    -- The three readings side by side.
    select subject_kind, chain_id, store_id, product_id, region, city, month,
        sum(amount) filter (where reading = 'this') as amount,
        sum(amount) filter (where reading = 'before') as before_amount,
        sum(amount) filter (where reading = 'year_ago') as year_amount,
        not bool_or(reading = 'before') as is_nothing_before, not bool_or(reading = 'year_ago') as is_nothing_year_ago
    from subject
    group by subject_kind, chain_id, store_id, product_id, region, city, month
    having bool_or(reading = 'this')
), known as materialized (
    -- Months in which anything is known of a chain, or of any: a subject without a line in them had none, in others nobody knows.
    select coalesce(chain_id, '') as chain_id, month from mart.outlet_month group by grouping sets ((chain_id, month), (month))
)
select
    subject_kind, chain_id, store_id, product_id, region, city, month,
    amount,
    case when is_nothing_before
        and exists (select from known where known.chain_id = compared.chain_id
            and known.month = (compared.month - interval '1 month')::date)
        then 0.00 else before_amount end as last_month_amount,
    case when is_nothing_year_ago
        and exists (select from known where known.chain_id = compared.chain_id and known.month = (compared.month - interval '1 year')::date)
        then 0.00 else year_amount end as last_year_amount,
    -- From nothing, or from returns alone, nothing grows.
    round((amount / nullif(greatest(before_amount, 0), 0) - 1) * 100, 2) as month_growth_pct,
    round((amount / nullif(greatest(year_amount, 0), 0) - 1) * 100, 2) as year_growth_pct
from compared;

comment on view mart.sales_growth is
    'One row: one store, product, product at a chain, chain, city or region in one month, with growth against last month and last year';
comment on column mart.sales_growth.subject_kind is 'store, product, chain_product, chain, city, region';
comment on column mart.sales_growth.chain_id is 'Chain; empty where the subject spans chains';
comment on column mart.sales_growth.store_id is 'Store; empty where the subject is none';
comment on column mart.sales_growth.product_id is 'Product; empty where the subject is none';
comment on column mart.sales_growth.region is 'Region; empty where the subject is none';
comment on column mart.sales_growth.city is 'City; empty where the subject is none';
comment on column mart.sales_growth.month is 'First day of the month';
comment on column mart.sales_growth.amount is 'Supply less returns, RMB, VAT excluded; the as-of month up to the as-of date';
comment on column mart.sales_growth.last_month_amount is
    'The month before, up to the same day of the month where this is the as-of month: denominator; 0 when its chain (any chain, where '
    'it spans chains) had supply and it had none, null when nothing is known of that month';
comment on column mart.sales_growth.last_year_amount is 'The same month a year ago, likewise: denominator';
comment on column mart.sales_growth.month_growth_pct is 'Growth against the month before, per cent; null when there was nothing';
comment on column mart.sales_growth.year_growth_pct is 'Growth against a year ago, per cent; null when there was nothing';
