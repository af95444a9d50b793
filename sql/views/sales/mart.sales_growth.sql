-- One row: one subject (store, product, chain, city, region) in one month with the month before and the same month last year (J).
-- Read by: the close digest, rankings. Left out: months without any supply of the subject, before and after. The as-of month is compared
-- up to the same day of the other months.
-- A month that the opening balances hold (mart.opening_sale) counts as they hold it: in as much detail as they have, and only whole.
-- Depends on: mart.is_figures_kept, mart.opening_sale, mart.outlet_month, mart.outlet_sales, mart.product_sales
create view mart.sales_growth as
with opened as materialized (
    -- Chains' months of the opening balances, with the detail in which they are known.
    select chain_id, month, bool_or(is_by_store) as is_by_store, bool_or(is_by_product) as is_by_product, sum(amount) as amount
    from mart.opening_sale group by chain_id, month
), whole as (
    -- The as-of month is whole on its last day; before, what others had by then is not known of a month's total.
    select extract(day from core.as_of() + 1) = 1 as is_whole
), store_place as (
    -- Where each store lies now: months of the opening balances do not say where it lay then.
    select distinct on (chain_id, store_id) chain_id, store_id, region, city from core.store
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    order by chain_id, store_id, valid_from desc
), past_outlet as materialized (
    -- At a moment that the kept sums do not answer, a month is made of all supply lines: once, not for each of its readings.
    select * from mart.outlet_sales where not mart.is_figures_kept()
), past_item as materialized (
    -- Likewise of products.
    select * from mart.product_sales where not mart.is_figures_kept()
), place as not materialized (
    -- Amounts of stores, with the subjects that they count for.
    select chain_id, store_id, region, city, month, amount, amount_to_day, is_opening, array['store', 'chain', 'region', 'city'] as subjects
    from mart.outlet_sales
    where mart.is_figures_kept()
    union all
    select chain_id, store_id, region, city, month, amount, amount_to_day, is_opening, array['store', 'chain', 'region', 'city']
    from past_outlet
    union all
    select chain_id, '', '', '', month, amount, case when is_whole then amount end, true, array['chain']
    from opened cross join whole where not is_by_store
    union all
    -- Nobody knows the stores' parts of a total, nor what of a region's it is.
    select chain_id, store_id, region, city, month, null, null, true, array['store', 'region', 'city']
    from opened join store_place using (chain_id) where not is_by_store
), item as not materialized (
    -- Amounts of products.
    select chain_id, product_id, month, amount, amount_to_day, is_opening from mart.product_sales where mart.is_figures_kept()
    union all
    select chain_id, product_id, month, amount, amount_to_day, is_opening from past_item
    union all
    select distinct chain_id, product_id, month, null::numeric, null::numeric, true
    from opened join core.chain_item using (chain_id)
    where not is_by_product and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), outlet as (
    -- Each amount is read three times: as its own month's, as the month before of the next, and as last year's of the same, so that a
    -- month asked for reaches what is read of the others. The as-of month is held against its like: what stood by the as-of day of month.
    select chain_id, store_id, region, city, month, 'this' as reading, amount, is_opening, subjects from place
    union all
    select chain_id, store_id, region, city, (month + interval '1 month')::date, 'before',
        case when month + interval '1 month' = date_trunc('month', core.as_of()) then amount_to_day else amount end, is_opening, subjects
    from place
    union all
    select chain_id, store_id, region, city, (month + interval '1 year')::date, 'year_ago',
        case when month + interval '1 year' = date_trunc('month', core.as_of()) then amount_to_day else amount end, is_opening, subjects
    from place
), product as not materialized (
    -- The same of products.
    select chain_id, product_id, month, 'this' as reading, amount, is_opening from item
    union all
    select chain_id, product_id, (month + interval '1 month')::date, 'before',
        case when month + interval '1 month' = date_trunc('month', core.as_of()) then amount_to_day else amount end, is_opening
    from item
    union all
    select chain_id, product_id, (month + interval '1 year')::date, 'year_ago',
        case when month + interval '1 year' = date_trunc('month', core.as_of()) then amount_to_day else amount end, is_opening
    from item
), subject as (
    -- Each amount under every subject that it counts for.
    select kind.*, outlet.month, outlet.reading, outlet.amount, outlet.is_opening
    from outlet
    cross join lateral (values ('store', outlet.chain_id, outlet.store_id, '', '', ''), ('chain', outlet.chain_id, '', '', '', ''),
        ('region', '', '', '', outlet.region, ''), ('city', '', '', '', outlet.region, outlet.city))
            as kind (subject_kind, chain_id, store_id, product_id, region, city)
    where kind.subject_kind = any (outlet.subjects)
    union all
    -- One below the other: who asks for another kind of subject reads no products.
    select 'product', '', '', product_id, '', '', month, reading, amount, is_opening from product
    union all
    select 'chain_product', chain_id, '', product_id, '', '', month, reading, amount, is_opening from product
), compared as (
    -- The three readings side by side; one of which a part is not known is no figure.
    select subject_kind, chain_id, store_id, product_id, region, city, month,
        sum(amount) filter (where reading = 'this') as amount,
        case when not bool_or(reading = 'before' and is_opening and amount is null)
            then sum(amount) filter (where reading = 'before') end as before_amount,
        case when not bool_or(reading = 'year_ago' and is_opening and amount is null)
            then sum(amount) filter (where reading = 'year_ago') end as year_amount,
        not bool_or(reading = 'before') as is_nothing_before, not bool_or(reading = 'year_ago') as is_nothing_year_ago,
        bool_or(is_opening and amount is not null) as rests_on_opening
    from subject
    group by subject_kind, chain_id, store_id, product_id, region, city, month
    having bool_or(reading = 'this') and not bool_or(reading = 'this' and is_opening and amount is null)
), known as materialized (
    -- Months in which anything is known of a chain, or of any: a subject without a line in them had none, in others nobody knows.
    select coalesce(chain_id, '') as chain_id, month
    from (
        select chain_id, month from mart.outlet_month where mart.is_figures_kept()
        union select chain_id, month from past_outlet
        union select chain_id, month from opened) as month
    group by grouping sets ((chain_id, month), (month))
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
    round((amount / nullif(greatest(year_amount, 0), 0) - 1) * 100, 2) as year_growth_pct,
    rests_on_opening
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
comment on column mart.sales_growth.rests_on_opening is
    'Whether any of the three amounts rests on sales of the opening balances (mart.opening_sale)';
