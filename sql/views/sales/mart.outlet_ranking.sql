-- One row: one store in one month in one scope (national, region, city, chain), ranked by supply (J).
-- Read by: the close digest, analysts. Left out: stores that were not open in the month, and months in which nothing is known of their
-- chain.
-- Depends on: mart.outlet_sales
create view mart.outlet_ranking as
with rule as materialized (
    -- Read once: the thresholds of the company.
    select core.rule_value('ranking.bottom_count') as bottom_count, core.rule_value('ranking.escalation_months') as escalation_months
), month_sum as materialized (
    -- Read once, for the amounts and for the months in which anything is known.
    select chain_id, store_id, month, sum(amount) as amount from mart.outlet_sales group by chain_id, store_id, month
), known as (
    -- Months in which anything is known of a chain: there a store without a line got nothing, in others nobody knows.
    select distinct chain_id, month from month_sum
), summed as not materialized (
    -- Met by one key (decision 0060).
    select array[chain_id, store_id, month::text] as outlet_key, amount from month_sum
), outlet as (
    -- A store open in the month ranks even when it got nothing.
    select distinct on (store.chain_id, store.store_id, month.month) store.chain_id, store.store_id, store.region, store.city, month.month,
        coalesce(summed.amount, 0) as amount
    from core.store as store
    join known as month on month.chain_id = store.chain_id and store.valid_from <= month.month + interval '1 month - 1 day'
        and store.valid_to >= month.month
    left join summed on summed.outlet_key = array[store.chain_id, store.store_id, month.month::text]
    where core.is_known(store.arrived_at, store.recorded_at, store.superseded_at, store.superseded_recorded_at)
    order by store.chain_id, store.store_id, month.month, store.valid_from desc
), numbered as materialized (
    -- Four times as many rows are ranked below as there are outlets and months: by numbers, at a fraction of the cost of texts.
    select outlet.*, dense_rank() over (order by chain_id) as chain_number, dense_rank() over (order by region) as region_number,
        dense_rank() over (order by city) as city_number, row_number() over (order by chain_id, store_id) as outlet_number
    from outlet
), candidate as not materialized (
    -- Each store once in every scope that it is ranked in.
    select scope.*, numbered.chain_id, numbered.store_id, numbered.month, numbered.amount, numbered.outlet_number
    from numbered
    cross join lateral (values ('national', '', 1, 0::bigint), ('region', numbered.region, 2, numbered.region_number),
        ('city', numbered.city, 3, numbered.city_number),
        ('chain', numbered.chain_id, 4, numbered.chain_number)) as scope (scope_kind, scope, kind_number, scope_number)
), ranked as (
    -- Equals share a rank, and the last place is one store's. A month asked for is ranked alone.
    select candidate.*,
        rank() over (partition by kind_number, scope_number, month order by amount desc) as subject_rank,
        row_number() over (partition by kind_number, scope_number, month order by amount desc, outlet_number desc) as place,
        count(*) over (partition by kind_number, scope_number, month) as subject_count
    from candidate
), bottom as (
    -- The last of every month, since months in a row are counted back from the one asked for.
    select kind_number, scope_number, month, outlet_number, chain_id, store_id
    from (
        select kind_number, scope_number, month, outlet_number, chain_id, store_id,
            row_number() over (partition by kind_number, scope_number, month order by amount, outlet_number) as place_from_bottom,
            count(*) over (partition by kind_number, scope_number, month) as subject_count
        from candidate) as placed
    where place_from_bottom <= (select bottom_count from rule) and subject_count > (select bottom_count from rule)
), run as (
    -- Months in a row: the month less its ordinal among the bottom months is the same within a run. Few are at the bottom, and met by one
    -- key.
    select array[kind_number, scope_number, outlet_number] as outlet_key,
        count(*) over (partition by kind_number, scope_number, chain_id, store_id, run_id order by month) as months_in_bottom
    from (
        select kind_number, scope_number, month, outlet_number, chain_id, store_id,
            month - (row_number() over (partition by kind_number, scope_number, chain_id, store_id order by month)) * interval '1 month'
                as run_id
        from bottom) as bottom
), flagged as (
    -- Whether it is among the last, where there are enough to compare.
    select ranked.*, rule.escalation_months, place > subject_count - rule.bottom_count and subject_count > rule.bottom_count as is_bottom
    from ranked cross join rule
)
select
    scope_kind, scope, chain_id, store_id,
    month, amount, subject_rank, subject_count, is_bottom,
    case when is_bottom then coalesce(months_in_bottom, 0) else 0 end as months_in_bottom,
    -- A month that is not over says nothing of months without progress.
    is_bottom and coalesce(months_in_bottom >= escalation_months, false) and month + interval '1 month' <= core.as_of() + 1 as is_escalated
from flagged
left join run on is_bottom and outlet_key = array[kind_number, scope_number, outlet_number];

comment on view mart.outlet_ranking is
    'One row: one store in one month in one scope, ranked by supply, with the last of them and their months in a row';
comment on column mart.outlet_ranking.scope_kind is 'national, region, city, chain';
comment on column mart.outlet_ranking.scope is 'Region, city or chain; empty for national';
comment on column mart.outlet_ranking.chain_id is 'Chain';
comment on column mart.outlet_ranking.store_id is 'Store, within the chain';
comment on column mart.outlet_ranking.month is 'First day of the month';
comment on column mart.outlet_ranking.amount is
    'Supply less returns of the month, RMB, VAT excluded; 0 when there was none; the as-of month up to the as-of date';
comment on column mart.outlet_ranking.subject_rank is '1 is the largest amount; equals share a rank';
comment on column mart.outlet_ranking.subject_count is 'How many were ranked';
comment on column mart.outlet_ranking.is_bottom is
    'Among the last, as many as ranking.bottom_count of config/rules.yaml, where more are ranked: an improvement plan is due';
comment on column mart.outlet_ranking.months_in_bottom is 'Months in a row among the last, this one included; 0 when not among them';
comment on column mart.outlet_ranking.is_escalated is
    'Whole months in a row among the last, as many as ranking.escalation_months of config/rules.yaml (M6.1.6)';
