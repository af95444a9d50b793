-- One row: one penalty of the manual as one person (or dealer) is exposed to it on the as-of date, with its arithmetic.
-- Read by: managers, who decide.
-- Left out: what is only at risk. Nobody is charged by the system.
create view mart.exposure as
with alert as materialized (
    select chain_id, store_id, product_id, level, late_days from mart.sku_lock_alert
), fact as (
    -- One line per case: which penalty, where, how many units, who is near it.
    select 'sku_lock' as rule_id, chain_id, store_id, product_id, 1 as unit_count, null::text as person_id
    from alert where level in ('locked', 'suspected')
    union all
    select 'sku_lock_late', chain_id, store_id, product_id, late_days, null
    from alert where late_days > 0
    union all
    select 'assortment_missing', chain_id, store_id, product_id, 1, null from mart.assortment_gap
    union all
    select 'new_product_late', chain_id, store_id, product_id, 1, null from mart.new_product_clock where state in ('late', 'opened_late')
    union all
    select 'sku_ranking_late', null, null, null, days_late, person_id from mart.submission_lateness where kind = 'sku_ranking'
), in_store as materialized (
    -- One line per penalty and store: who bears it is looked up once per store, not once per case.
    select rule_id, chain_id, store_id, array[chain_id, store_id] as place, person_id, sum(unit_count) as unit_count
    from fact group by rule_id, chain_id, store_id, person_id
), store as materialized (
    -- Computed once, and met by one key (decision 0042).
    select array[chain_id, store_id] as place, representative_id, city_manager_id, region_manager_id, supervisor_id, dealer from mart.store_representative
), penalty as (
    select rule_id, title, title_en, clause, unit, unit_amount, minimum, maximum from core.penalty_rule where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), share as (
    select rule_id, role, factor, is_capped from core.penalty_share where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), borne as (
    -- Each share of a penalty falls on whoever holds that role for the store.
    select in_store.rule_id, share.role, share.factor, share.is_capped, in_store.chain_id, in_store.store_id, in_store.unit_count,
        case share.role
            when 'representative' then store.representative_id when 'city_manager' then store.city_manager_id
            when 'region_manager' then store.region_manager_id when 'supervisor' then store.supervisor_id
            when 'dealer' then null else in_store.person_id
        end as person_id,
        case when share.role = 'dealer' then store.dealer end as dealer
    from in_store
    join share using (rule_id)
    left join store on store.place = in_store.place
    where share.role <> 'dealer' or store.dealer is not null
), summed as (
    select rule_id, role, factor, is_capped, person_id, dealer, sum(unit_count)::bigint as unit_count,
        count(distinct (chain_id, store_id)) filter (where store_id is not null) as store_count, array_agg(distinct chain_id) filter (where chain_id is not null) as chain_ids
    from borne
    group by rule_id, role, factor, is_capped, person_id, dealer
), priced as (
    select summed.*, penalty.title, penalty.title_en, penalty.clause, penalty.unit, penalty.unit_amount,
        case when summed.is_capped then penalty.minimum end as minimum, case when summed.is_capped then penalty.maximum end as maximum,
        round(summed.unit_count * penalty.unit_amount * summed.factor, 2) as full_amount
    from summed join penalty using (rule_id)
)
select
    rule_id, title, title_en, clause, role, person_id, dealer, chain_ids, store_count, unit, unit_count, unit_amount, factor, minimum, maximum, full_amount,
    least(greatest(full_amount, minimum), maximum) as amount,
    unit_count || ' × ' || unit_amount || case when factor <> 1 then ' × ' || trim_scale(factor) else '' end || ' = ' || full_amount
        || case when full_amount < minimum then ' → ' || minimum || '（最低 min）' when full_amount > maximum then ' → ' || maximum || '（封顶 max）' else '' end as arithmetic
from priced;

comment on view mart.exposure is 'One row: one penalty of the operating manual as one person or dealer is exposed to it on the as-of date; a person decides, nobody is charged';
comment on column mart.exposure.rule_id is 'Penalty of config/rules.yaml';
comment on column mart.exposure.title is 'Its name, Chinese';
comment on column mart.exposure.title_en is 'Its name, English';
comment on column mart.exposure.clause is 'Clause of the operating manual';
comment on column mart.exposure.role is 'Role that bears this share';
comment on column mart.exposure.person_id is 'Who holds it for the stores; null when nobody is named, or for a dealer';
comment on column mart.exposure.dealer is 'Dealer that bears it; null for people';
comment on column mart.exposure.chain_ids is 'Chains concerned';
comment on column mart.exposure.store_count is 'Stores concerned';
comment on column mart.exposure.unit is 'sku_store, day or case';
comment on column mart.exposure.unit_count is 'Units counted';
comment on column mart.exposure.unit_amount is 'RMB per unit';
comment on column mart.exposure.factor is 'Times the amount that this role bears';
comment on column mart.exposure.minimum is 'RMB at least; null: none, or it does not hold for this role';
comment on column mart.exposure.maximum is 'RMB at most; likewise';
comment on column mart.exposure.full_amount is 'Units × amount × factor, RMB';
comment on column mart.exposure.amount is 'After minimum and maximum, RMB';
comment on column mart.exposure.arithmetic is 'The same in words';
