-- One row: one penalty of the manual as one person (or dealer, or two people jointly) is exposed to it, for the month in which it arose,
-- with its arithmetic, as of a date. Read by: managers, who decide.
-- Left out: what is only at risk, and penalties that no data here can decide (core.penalty_rule.needs). Nobody is charged by the system.
-- Depends on: mart.assortment_gap, mart.new_product_clock, mart.promotion_deadline, mart.sku_lock_alert, mart.store_representative
-- Depends on: mart.submission_lateness
create view mart.exposure as
with this_month as materialized (
    -- The as-of date and its month, asked once.
    select core.as_of() as as_of, date_trunc('month', core.as_of())::date as month
), alert as materialized (
    -- Lock alerts, read once: they cost the most.
    select chain_id, store_id, product_id, level, since_on, due_on, late_days, application_submitted_on from mart.sku_lock_alert
), promotion as materialized (
    -- A promotion is filed, restored and reported as one, whatever its products.
    select chain_id, promotion_id, max(retail_to) as retail_to, max(restore_by) as restore_by, max(report_by) as report_by,
        count(filed_on) > 0 as is_filed,
        bool_or(is_reported_late) as is_reported_late, max(not_restored_last_on) as not_restored_last_on,
            min(restore_by) as first_restore_by
    from mart.promotion_deadline group by chain_id, promotion_id
), known_day as (
    -- Last days of a clock by which anything is known of the chain: of a time before that nobody can say what was opened.
    select clock.chain_id, clock.due_on
    from (select distinct chain_id, due_on from mart.new_product_clock where state in ('late', 'opened_late')) as clock
    where exists (
        select from core.order_line as line where line.chain_id = clock.chain_id and line.ordered_on <= clock.due_on
          and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at))
      or exists (
        select from core.delivery_line as line where line.chain_id = clock.chain_id and line.received_on <= clock.due_on
          and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at))
), fact as (
    -- One line per case: which penalty, where, what of, the days on which it arose (each counts a unit where the rule counts days), who
    -- handed in.
    select 'sku_lock' as rule_id, chain_id, store_id, ''::text as subject, since_on as first_on, since_on as last_on,
        null::text as person_id
    from alert where level = 'locked'
    union all
    select 'sku_lock_late', chain_id, store_id, '', due_on + 1, due_on + late_days, null from alert where late_days > 0
    union all
    select 'assortment_missing', chain_id, store_id, '', as_of, as_of, null from mart.assortment_gap, this_month
    union all
    select 'new_product_late', chain_id, store_id, product_id, due_on + 1, due_on + 1, null
    from mart.new_product_clock join known_day using (chain_id, due_on) where state in ('late', 'opened_late')
    union all
    select 'sku_ranking_late', null, null, '', due_on + 1, due_on + days_late, person_id from mart.submission_lateness
        where kind = 'sku_ranking'
    union all
    select 'promotion_not_filed', chain_id, null, promotion_id, retail_to + 1, retail_to + 1, null
    from promotion, this_month where not is_filed and retail_to < as_of
    union all
    select 'promotion_not_restored', chain_id, null, promotion_id, first_restore_by + 1, first_restore_by + 1, null
    from promotion where not_restored_last_on is not null
    union all
    select 'promotion_not_restored_day', chain_id, null, promotion_id, first_restore_by + 2, not_restored_last_on, null
    from promotion where not_restored_last_on > first_restore_by + 1
    union all
    select 'promotion_result_late', chain_id, null, promotion_id, report_by + 1, report_by + 1, null from promotion where is_reported_late
), penalty as (
    -- The penalties that data can decide.
    select rule_id, title, title_en, clause, unit, unit_amount, minimum, maximum from core.penalty_rule
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and needs = ''
), share as (
    -- Who bears which part of each.
    select rule_id, role, factor, case when is_capped then limit_factor end as limit_factor, jointly, otherwise from core.penalty_share
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), in_store as materialized (
    -- One line per penalty, store and month: who bears it is looked up once per store, not once per case.
    select fact.rule_id, coalesce(fact.chain_id, '') as chain_id, coalesce(fact.store_id, '') as store_id, fact.subject, fact.person_id,
        of_month.month,
        sum(case when penalty.unit = 'day'
            then least(fact.last_on, (of_month.month + interval '1 month')::date - 1) - greatest(fact.first_on, of_month.month) + 1
                else 1 end) as unit_count
    from fact
    join penalty using (rule_id)
    cross join lateral (
        select month::date from generate_series(date_trunc('month', fact.first_on), fact.last_on, interval '1 month') as month) as of_month
    group by fact.rule_id, fact.chain_id, fact.store_id, fact.subject, fact.person_id, of_month.month
), answering as materialized (
    -- Who answers for what on the as-of date.
    select person_id, role, chain_id, region, city, store_id, subject from core.responsibility
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and core.as_of() between valid_from and valid_to
), store as materialized (
    -- Stores with their people, read once.
    select chain_id, store_id, region, dealer, representative_id, city_manager_id, region_manager_id, area_manager_id,
        sales_region_manager_id, supervisor_id
    from mart.store_representative
), holder as materialized (
    -- Who holds which role at a store. Met by one key (decision 0042).
    select array[store.chain_id, store.store_id, held.role] as place, held.person_id
    from store
    cross join lateral (values ('representative', representative_id), ('city_manager', city_manager_id),
        ('region_manager', region_manager_id),
        ('area_manager', area_manager_id), ('sales_region_manager', sales_region_manager_id), ('supervisor', supervisor_id))
            as held (role, person_id)
    where held.person_id is not null
), wanted as materialized (
    -- Roles that answer for one dealer, promotion or product, and the supervisor of a chain where no store is concerned.
    select distinct line.chain_id, line.store_id, store.region, role.role, case when role.role = 'dealer_manager' then store.dealer
        else line.subject end as subject
    from in_store as line
    join share using (rule_id)
    cross join lateral (values (share.role), (share.otherwise)) as role (role)
    left join store on store.chain_id = line.chain_id and store.store_id = line.store_id
    where role.role in ('dealer_manager', 'promotion_runner', 'item_opener') or role.role = 'supervisor' and line.store_id = ''
), named as materialized (
    -- The most specific assignment wins; the person's id breaks ties.
    select array[wanted.chain_id, wanted.store_id, wanted.role, coalesce(wanted.subject, '')] as place, found.person_id
    from wanted
    cross join lateral (
        select person_id from answering
        where answering.role = wanted.role and answering.chain_id in ('', wanted.chain_id)
            and answering.region in ('', coalesce(wanted.region, ''))
          and answering.subject in ('', coalesce(wanted.subject, '')) and (wanted.role <> 'dealer_manager' or wanted.subject is not null)
        order by (subject <> '') desc, (chain_id <> '') desc, (region <> '') desc, person_id limit 1) as found
), ranked_by as materialized (
    -- The monthly ranking is the region's paper: who handed it in leads to the regional KA manager, themselves or that of their region.
    select paper.person_id, coalesce(min(self.person_id), min(manager.person_id)) as region_manager_id
    from (select distinct person_id from in_store where person_id is not null) as paper
    left join answering as self on self.person_id = paper.person_id and self.role = 'region_manager'
    left join answering as own on own.person_id = paper.person_id and own.region <> ''
    left join answering as manager on manager.role = 'region_manager' and manager.region = own.region
    group by paper.person_id
), borne as (
    -- Each share of a penalty falls on whoever holds that role; where nobody is named, on nobody else.
    select line.rule_id, share.role, share.factor, share.limit_factor, line.chain_id, line.store_id, line.month, line.unit_count, case
        when share.role = 'dealer' then store.dealer end as dealer,
        nullif(share.jointly, '') as joint_role, joint.person_id as joint_person_id,
        case when share.role = 'dealer' then null when line.person_id is null
            then coalesce(own.person_id, own_case.person_id, other.person_id, other_case.person_id)
            when share.role = 'region_manager' then ranked_by.region_manager_id else line.person_id end as person_id
    from in_store as line
    join share using (rule_id)
    left join store on store.chain_id = line.chain_id and store.store_id = line.store_id
    left join holder as own on own.place = array[line.chain_id, line.store_id, share.role]
    left join holder as other on other.place = array[line.chain_id, line.store_id, share.otherwise]
    left join holder as joint on joint.place = array[line.chain_id, line.store_id, share.jointly]
    left join named as own_case
        on own_case.place = array[line.chain_id, line.store_id, share.role, case when share.role = 'dealer_manager'
            then coalesce(store.dealer, '') else line.subject end]
    left join named as other_case on other_case.place = array[line.chain_id, line.store_id, share.otherwise, line.subject]
    left join ranked_by on ranked_by.person_id = line.person_id
    where share.role <> 'dealer' or store.dealer is not null
), once as (
    -- Whoever holds two of a penalty's roles at one place bears the larger share, once.
    select *, first_value(role) over (partition by rule_id, chain_id, store_id, month, person_id order by factor desc, role) as largest_role
    from borne
), summed as (
    -- Units by whoever bears them, and by month.
    select rule_id, role, factor, limit_factor, person_id, joint_role, case when joint_person_id is distinct from person_id then
        joint_person_id end as joint_person_id,
        dealer, month, sum(unit_count)::bigint as unit_count,
        count(distinct (chain_id, store_id)) filter (where store_id <> '') as store_count,
            array_agg(distinct chain_id) filter (where chain_id <> '') as chain_ids
    from once
    where person_id is null or role = largest_role
    group by rule_id, role, factor, limit_factor, person_id, joint_role, case when joint_person_id is distinct from person_id then
        joint_person_id end, dealer, month
), priced as (
    -- Units times amount, with the limits that hold for the share.
    select summed.*, penalty.title, penalty.title_en, penalty.clause, penalty.unit, penalty.unit_amount,
        penalty.minimum * summed.limit_factor as minimum, penalty.maximum * summed.limit_factor as maximum,
        round(summed.unit_count * penalty.unit_amount * summed.factor, 2) as full_amount
    from summed join penalty using (rule_id)
), upto as (
    -- Limits hold for a person and month, whatever the roles: what other roles have used of them comes first.
    select priced.*, coalesce(sum(full_amount) over (
        partition by rule_id, month, person_id, case when person_id is null then role || coalesce(dealer, '') end, limit_factor
            order by role rows between unbounded preceding and 1 preceding), 0) as before_amount
    from priced
), limited as (
    -- What the limits leave of it.
    select upto.*, least(greatest(before_amount + full_amount, minimum), maximum)
        - case when before_amount > 0 then least(greatest(before_amount, minimum), maximum) else 0 end as amount
    from upto
)
select
    rule_id, title, title_en, clause, role, person_id, dealer, chain_ids, store_count, unit, unit_count, unit_amount, factor,
        round(minimum, 2) as minimum,
    round(maximum, 2) as maximum, full_amount, round(amount, 2) as amount,
    unit_count || case unit when 'sku_store' then ' 个门店单品 items in stores' when 'item' then ' 个单品 items' when 'store' then ' 家门店 stores'
        when 'day' then ' 天 days' else ' 次 times' end
        || ' × ' || unit_amount || case when factor <> 1 then ' × ' || trim_scale(factor) else '' end || ' = ' || full_amount
        || case when amount > full_amount then ' → ' || round(amount, 2) || '（最低 min）' when amount < full_amount then ' → '
            || round(amount, 2) || '（封顶 max）' else '' end as arithmetic,
    joint_role, joint_person_id, month
from limited;

comment on view mart.exposure is
    'One row: one penalty of the operating manual as one person, two jointly, or a dealer is exposed to it for a month, as of the date; '
    'a person decides, nobody is charged';
comment on column mart.exposure.rule_id is 'Penalty of config/rules.yaml';
comment on column mart.exposure.title is 'Its name, Chinese';
comment on column mart.exposure.title_en is 'Its name, English';
comment on column mart.exposure.clause is 'Clause of the operating manual';
comment on column mart.exposure.role is 'Role that bears this share';
comment on column mart.exposure.person_id is 'Who holds it; null when nobody is named, or for a dealer';
comment on column mart.exposure.dealer is 'Dealer that bears it; null for people';
comment on column mart.exposure.chain_ids is 'Chains concerned';
comment on column mart.exposure.store_count is 'Stores concerned';
comment on column mart.exposure.unit is 'sku_store, day or case';
comment on column mart.exposure.unit_count is 'Units counted';
comment on column mart.exposure.unit_amount is 'RMB per unit';
comment on column mart.exposure.factor is 'Times the amount that this role bears';
comment on column mart.exposure.minimum is 'RMB at least for this role; null: none';
comment on column mart.exposure.maximum is 'RMB at most for this role, a person and month; null: none';
comment on column mart.exposure.full_amount is 'Units × amount × factor, RMB';
comment on column mart.exposure.amount is 'After minimum and maximum, RMB; counted once where two bear it jointly';
comment on column mart.exposure.arithmetic is 'The same in words, with what is counted';
comment on column mart.exposure.joint_role is 'Role that bears the same amount jointly; null: nobody';
comment on column mart.exposure.joint_person_id is 'Who holds that; null when nobody is named, or the same person';
comment on column mart.exposure.month is 'First day of the month in which it arose; of a missing item, the as-of month';
