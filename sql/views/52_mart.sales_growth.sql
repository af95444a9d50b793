-- One row: one subject (store, product, chain, city, region) in one month with the month before and the same month last year (J).
-- Read by: the close digest, rankings. Left out: months without any supply of the subject, before and after. The as-of month is compared up to the same day of the other months.
create view mart.sales_growth as
with subject as materialized (
    -- The as-of month is held against its like: each month has beside it what stood by the as-of day of month.
    select
        case when grouping(city) = 0 then 'city' when grouping(region) = 0 then 'region' when grouping(store_id) = 0 then 'store' else 'chain' end as subject_kind,
        coalesce(chain_id, '') as chain_id, coalesce(store_id, '') as store_id, '' as product_id, coalesce(region, '') as region, coalesce(city, '') as city,
        month, sum(amount) as amount, sum(amount_to_day) as amount_to_day
    from mart.outlet_month
    group by grouping sets ((chain_id, store_id, month), (chain_id, month), (region, month), (region, city, month))
    union all
    select case when grouping(chain_id) = 0 then 'chain_product' else 'product' end, coalesce(chain_id, ''), '', product_id, '', '',
        month, sum(amount), sum(amount_to_day)
    from mart.product_month
    group by grouping sets ((product_id, month), (chain_id, product_id, month))
), known as (
    -- Months in which anything is known of a chain, or of any: a subject without a line in them had none, in others nobody knows.
    select chain_id, month from mart.outlet_month group by grouping sets ((chain_id, month), (month))
), compared as (
    -- One key of a whole row: of several columns without statistics the planner expects next to nothing, and loops.
    select this.*, before_known.month is not null as is_before_known, year_known.month is not null as is_year_known,
        case when this.month = date_trunc('month', core.as_of()) then before.amount_to_day else before.amount end as before_amount,
        case when this.month = date_trunc('month', core.as_of()) then year_ago.amount_to_day else year_ago.amount end as year_amount,
        before.month is null as is_nothing_before, year_ago.month is null as is_nothing_year_ago
    from subject as this
    left join subject as before on array[before.subject_kind, before.chain_id, before.store_id, before.product_id, before.region, before.city, before.month::text]
        = array[this.subject_kind, this.chain_id, this.store_id, this.product_id, this.region, this.city, (this.month - interval '1 month')::date::text]
    left join subject as year_ago on array[year_ago.subject_kind, year_ago.chain_id, year_ago.store_id, year_ago.product_id, year_ago.region, year_ago.city, year_ago.month::text]
        = array[this.subject_kind, this.chain_id, this.store_id, this.product_id, this.region, this.city, (this.month - interval '1 year')::date::text]
    left join known as before_known on array[coalesce(before_known.chain_id, ''), before_known.month::text] = array[this.chain_id, (this.month - interval '1 month')::date::text]
    left join known as year_known on array[coalesce(year_known.chain_id, ''), year_known.month::text] = array[this.chain_id, (this.month - interval '1 year')::date::text]
)
select
    subject_kind, chain_id, store_id, product_id, region, city, month,
    amount,
    case when is_nothing_before and is_before_known then 0.00 else before_amount end as last_month_amount,
    case when is_nothing_year_ago and is_year_known then 0.00 else year_amount end as last_year_amount,
    -- From nothing, or from returns alone, nothing grows.
    round((amount / nullif(greatest(before_amount, 0), 0) - 1) * 100, 2) as month_growth_pct,
    round((amount / nullif(greatest(year_amount, 0), 0) - 1) * 100, 2) as year_growth_pct
from compared;

comment on view mart.sales_growth is 'One row: one store, product, product at a chain, chain, city or region in one month, with growth against last month and last year';
comment on column mart.sales_growth.subject_kind is 'store, product, chain_product, chain, city, region';
comment on column mart.sales_growth.chain_id is 'Chain; empty where the subject spans chains';
comment on column mart.sales_growth.store_id is 'Store; empty where the subject is none';
comment on column mart.sales_growth.product_id is 'Product; empty where the subject is none';
comment on column mart.sales_growth.region is 'Region; empty where the subject is none';
comment on column mart.sales_growth.city is 'City; empty where the subject is none';
comment on column mart.sales_growth.month is 'First day of the month';
comment on column mart.sales_growth.amount is 'Supply less returns, RMB, VAT excluded; the as-of month up to the as-of date';
comment on column mart.sales_growth.last_month_amount is 'The month before, up to the same day of the month where this is the as-of month: denominator; 0 when its chain (any chain, where it spans chains) had supply and it had none, null when nothing is known of that month';
comment on column mart.sales_growth.last_year_amount is 'The same month a year ago, likewise: denominator';
comment on column mart.sales_growth.month_growth_pct is 'Growth against the month before, per cent; null when there was nothing';
comment on column mart.sales_growth.year_growth_pct is 'Growth against a year ago, per cent; null when there was nothing';
