-- One row: one region, city or chain in one month, ranked among its like by supply. Read by: the close digest.
-- Left out: areas before their first sale, and months in which nothing is known of any chain that sold there.
-- Depends on: mart.outlet_sales
create view mart.area_ranking as
with rule as materialized (
    -- Read once: the thresholds of the company.
    select core.rule_value('ranking.bottom_count') as bottom_count, core.rule_value('ranking.escalation_months') as escalation_months
), sale as materialized (
    -- Read once.
    select chain_id, region, city, month, sum(amount) as amount from mart.outlet_sales group by chain_id, region, city, month
), known as (
    -- Months in which anything is known of a chain.
    select distinct chain_id, month from sale
), area as (
    -- Since when each chain has sold in an area; the area of a chain is itself.
    select case when grouping(city) = 0 then 'city' when grouping(region) = 0 then 'region' else 'chain' end as area_kind,
        coalesce(city, region, chain_id) as area, chain_id, min(month) as first_month
    from sale
    where region <> ''
    group by grouping sets ((chain_id), (chain_id, city), (chain_id, region))
), summed as (
    -- Goods count in the region and city they went to.
    select case when grouping(chain_id) = 0 then 'chain' when grouping(city) = 0 then 'city' else 'region' end as area_kind,
        coalesce(chain_id, city, region) as area, month, sum(amount) as amount
    from sale
    where region <> ''
    group by grouping sets ((chain_id, month), (city, month), (region, month))
), candidate as (
    -- An area that sold before and nothing now ranks last, where anything is known of those who sold in it.
    select area.area_kind, area.area, known.month, coalesce(max(summed.amount), 0) as amount
    from area
    join known on known.chain_id = area.chain_id and known.month >= area.first_month
    left join summed on summed.area_kind = area.area_kind and summed.area = area.area and summed.month = known.month
    group by area.area_kind, area.area, known.month
), ranked as (
    -- Ranked among its like, from both ends.
    select candidate.*,
        rank() over (partition by area_kind, month order by amount desc) as subject_rank,
        row_number() over (partition by area_kind, month order by amount, area) as rank_from_bottom,
        count(*) over (partition by area_kind, month) as subject_count
    from candidate
), flagged as (
    -- Whether it is among the last, where there are enough to compare.
    select ranked.*, rank_from_bottom <= rule.bottom_count and subject_count > rule.bottom_count as is_bottom
    from ranked, rule
), run as (
    -- Months in a row: the month less its ordinal among the bottom months is the same within a run.
    select flagged.*, case when is_bottom
        then month - (row_number() over (partition by area_kind, area, is_bottom order by month)) * interval '1 month' end as run_id
    from flagged
), place as (
    -- Where each city lies. One that lies in two regions belongs to neither's reader.
    select city, case when count(distinct region) = 1 then min(region) end as region
    from core.store
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and core.as_of() between valid_from and valid_to
    group by city
)
select
    area_kind, area,
    month, amount, subject_rank, subject_count, is_bottom,
    case when is_bottom then count(*) over (partition by area_kind, area, run_id order by month) else 0 end as months_in_bottom,
    -- A month that is not over says nothing of months without progress.
    is_bottom and month + interval '1 month' <= core.as_of() + 1
        and count(*) over (partition by area_kind, area, run_id order by month) >= rule.escalation_months as is_escalated,
    place.region as city_region
from run
cross join rule
left join place on area_kind = 'city' and place.city = area;

comment on view mart.area_ranking is
    'One row: one region, city or chain in one month, ranked among its like, with the last of them and their months in a row';
comment on column mart.area_ranking.area_kind is 'region, city, chain';
comment on column mart.area_ranking.area is 'Region, city or chain';
comment on column mart.area_ranking.month is 'First day of the month';
comment on column mart.area_ranking.amount is
    'Supply less returns of the month, RMB, VAT excluded; 0 when there was none; the as-of month up to the as-of date';
comment on column mart.area_ranking.subject_rank is '1 is the largest amount; equals share a rank';
comment on column mart.area_ranking.subject_count is 'How many were ranked';
comment on column mart.area_ranking.is_bottom is
    'Among the last, as many as ranking.bottom_count of config/rules.yaml, where more are ranked: an improvement plan is due';
comment on column mart.area_ranking.months_in_bottom is 'Months in a row among the last, this one included; 0 when not among them';
comment on column mart.area_ranking.is_escalated is
    'Whole months in a row among the last, as many as ranking.escalation_months of config/rules.yaml (M6.1.6)';
comment on column mart.area_ranking.city_region is 'Region of a city; null for others, and for a city that lies in two regions';
