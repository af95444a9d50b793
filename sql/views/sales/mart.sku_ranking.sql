-- One row: one product in one month in one scope (national, region, chain), ranked by supply (M6.1.6).
-- Read by: the close digest, analysts. Left out: products not listed there in the month, those launched in it (they have their own clock),
-- and months in which nothing is known of any chain that lists them; in regions, months known by item alone.
-- Depends on: mart.product_sales
create view mart.sku_ranking as
with rule as materialized (
    -- Read once: the thresholds of the company.
    select core.rule_value('ranking.bottom_count') as bottom_count, core.rule_value('ranking.escalation_months') as escalation_months
), known as (
    -- Months in which anything is known of a chain: there a listed product without a line sold nothing, in others nobody knows.
    select chain_id, month, bool_and(is_by_region) as is_by_region from mart.product_sales group by chain_id, month
), store as (
    -- Where each store lies by the newest word.
    select distinct on (chain_id, store_id) chain_id, store_id, region from core.store
        where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and valid_from <= core.as_of()
            order by chain_id, store_id, valid_from desc
), listed as (
    -- A listed product that sold nothing ranks last; one that nobody lists is not ranked.
    select distinct item.chain_id, item.product_id, month.month, month.is_by_region
    from core.chain_item as item
    join core.product as product on product.product_id = item.product_id
        and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
            and core.as_of() between product.valid_from and product.valid_to
    join known as month on month.chain_id = item.chain_id
        and coalesce(item.listed_on, '-infinity') <= month.month + interval '1 month - 1 day'
        and coalesce(item.delisted_on, 'infinity') > month.month and coalesce(product.launched_on, '-infinity') < month.month
    where core.is_known(item.arrived_at, item.recorded_at, item.superseded_at, item.superseded_recorded_at)
), candidate as (
    -- Each product once in every scope that it is ranked in.
    select 'national' as scope_kind, '' as scope, product_id, month from listed group by product_id, month
    union all
    select 'chain', chain_id, product_id, month from listed
    union all
    select 'region', store.region, listed.product_id, listed.month
    from listed join (select distinct chain_id, region from store) as store using (chain_id)
    where listed.is_by_region
    group by store.region, listed.product_id, listed.month
), summed as (
    -- Goods count in the region they went to.
    select case when grouping(chain_id) = 0 then 'chain' when grouping(region) = 0 then 'region' else 'national' end as scope_kind,
        coalesce(chain_id, region, '') as scope, product_id, month, sum(amount) as amount
    from mart.product_sales
    group by grouping sets ((product_id, month), (chain_id, product_id, month), (region, product_id, month))
), ranked as (
    -- Ranked within the scope, from both ends.
    select candidate.scope_kind, candidate.scope, candidate.product_id, candidate.month, coalesce(summed.amount, 0) as amount,
        rank() over (partition by candidate.scope_kind, candidate.scope, candidate.month order by coalesce(summed.amount, 0) desc)
            as subject_rank,
        row_number() over (partition by candidate.scope_kind, candidate.scope, candidate.month order by coalesce(summed.amount, 0),
            candidate.product_id) as rank_from_bottom,
        count(*) over (partition by candidate.scope_kind, candidate.scope, candidate.month) as subject_count
    from candidate left join summed using (scope_kind, scope, product_id, month)
), flagged as (
    -- Whether it is among the last, where there are enough to compare.
    select ranked.*, rank_from_bottom <= rule.bottom_count and subject_count > rule.bottom_count as is_bottom
    from ranked, rule
), run as (
    -- Months in a row: the month less its ordinal among the bottom months is the same within a run.
    select flagged.*, case when is_bottom
        then month - (row_number() over (partition by scope_kind, scope, product_id, is_bottom order by month)) * interval '1 month' end
            as run_id
    from flagged
)
select
    scope_kind, scope, product_id,
    month, amount, subject_rank, subject_count, is_bottom,
    case when is_bottom then count(*) over (partition by scope_kind, scope, product_id, run_id order by month)
        else 0 end as months_in_bottom,
    -- A month that is not over says nothing of months without progress.
    is_bottom and month + interval '1 month' <= core.as_of() + 1
        and count(*) over (partition by scope_kind, scope, product_id, run_id order by month) >= rule.escalation_months as is_escalated
from run, rule;

comment on view mart.sku_ranking is
    'One row: one product in one month in one scope, ranked by supply, with the last of them and their months in a row';
comment on column mart.sku_ranking.scope_kind is 'national, region, chain';
comment on column mart.sku_ranking.scope is 'Region or chain; empty for national';
comment on column mart.sku_ranking.product_id is 'Our product';
comment on column mart.sku_ranking.month is 'First day of the month';
comment on column mart.sku_ranking.amount is
    'Supply less returns of the month, RMB, VAT excluded; 0 when there was none; the as-of month up to the as-of date';
comment on column mart.sku_ranking.subject_rank is '1 is the largest amount; equals share a rank';
comment on column mart.sku_ranking.subject_count is 'How many were ranked';
comment on column mart.sku_ranking.is_bottom is
    'Among the last, as many as ranking.bottom_count of config/rules.yaml, where more are ranked: an improvement plan is due';
comment on column mart.sku_ranking.months_in_bottom is 'Months in a row among the last, this one included; 0 when not among them';
comment on column mart.sku_ranking.is_escalated is
    'Whole months in a row among the last, as many as ranking.escalation_months of config/rules.yaml (M6.1.6)';
