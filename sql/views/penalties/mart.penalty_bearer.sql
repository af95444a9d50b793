-- One row: one share of one penalty at one place in one month, with who bears it. Read by: mart.exposure.
-- Left out: penalties that no data here can decide (mart.penalty_not_computed).
-- Depends on: mart.penalty_case, mart.penalty_in_force, mart.store_representative
create view mart.penalty_bearer as
with penalty as (
    -- The penalties that data can decide.
    select rule_id, unit from mart.penalty_in_force where is_computed
), share as (
    -- Who bears which part of each.
    select rule_id, role, factor, case when is_capped then limit_factor end as limit_factor, jointly, otherwise from core.penalty_share
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), in_store as materialized (
    -- One line per penalty, store and month: who bears it is looked up once per store, not once per case.
    select fact.rule_id, coalesce(fact.chain_id, '') as chain_id, coalesce(fact.store_id, '') as store_id, fact.subject, fact.person_id,
        fact.dealer, of_month.month,
        sum(case when penalty.unit = 'day'
            then least(fact.last_on, (of_month.month + interval '1 month')::date - 1) - greatest(fact.first_on, of_month.month) + 1
                else fact.units end) as unit_count
    from mart.penalty_case as fact
    join penalty using (rule_id)
    cross join lateral (
        select month::date from generate_series(date_trunc('month', fact.first_on), fact.last_on, interval '1 month') as month) as of_month
    group by fact.rule_id, fact.chain_id, fact.store_id, fact.subject, fact.person_id, fact.dealer,
        of_month.month
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
    -- Roles that answer for one dealer, promotion, product or store, and the supervisor of a chain where no store is concerned.
    select distinct line.chain_id, line.store_id, store.region, role.role, case when role.role = 'dealer_manager' then store.dealer
        else line.subject end as subject
    from in_store as line
    join share using (rule_id)
    cross join lateral (values (share.role), (share.otherwise)) as role (role)
    left join store on store.chain_id = line.chain_id and store.store_id = line.store_id
    where role.role in ('dealer_manager', 'promotion_runner', 'item_opener', 'promoter') or role.role = 'supervisor' and line.store_id = ''
), named as materialized (
    -- The most specific assignment wins; the person's id breaks ties.
    select array[wanted.chain_id, wanted.store_id, wanted.role, coalesce(wanted.subject, '')] as place, found.person_id
    from wanted
    cross join lateral (
        select person_id from answering
        where answering.role = wanted.role and answering.chain_id in ('', wanted.chain_id)
            and answering.region in ('', coalesce(wanted.region, ''))
          and answering.subject in ('', coalesce(wanted.subject, '')) and (wanted.role <> 'dealer_manager' or wanted.subject is not null)
          and answering.store_id in ('', wanted.store_id)
        order by (store_id <> '') desc, (subject <> '') desc, (chain_id <> '') desc, (region <> '') desc, person_id limit 1) as found
), ranked_by as materialized (
    -- The monthly ranking is the region's paper: who handed it in leads to the regional KA manager, themselves or that of their region.
    select paper.person_id, coalesce(min(self.person_id), min(manager.person_id)) as region_manager_id
    from (select distinct person_id from in_store where person_id is not null) as paper
    left join answering as self on self.person_id = paper.person_id and self.role = 'region_manager'
    left join answering as own on own.person_id = paper.person_id and own.region <> ''
    left join answering as manager on manager.role = 'region_manager' and manager.region = own.region
    group by paper.person_id
)
-- Each share of a penalty falls on whoever holds that role; where nobody is named, on nobody else.
select line.rule_id, share.role, share.factor, share.limit_factor, line.chain_id, line.store_id, line.month, line.unit_count, case
    when share.role = 'dealer' then coalesce(line.dealer, store.dealer) end as dealer,
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
where case when line.dealer is not null then share.role = 'dealer' else share.role <> 'dealer' or store.dealer is not null end;

comment on view mart.penalty_bearer is 'One row: one share of one penalty at one place in one month, with who bears it';
comment on column mart.penalty_bearer.rule_id is 'Penalty of config/rules.yaml';
comment on column mart.penalty_bearer.role is 'Role that bears this share';
comment on column mart.penalty_bearer.factor is 'Times the amount that this role bears';
comment on column mart.penalty_bearer.limit_factor is 'Times the minimum and maximum that hold for it; null: none hold';
comment on column mart.penalty_bearer.chain_id is 'Chain; empty where none is concerned';
comment on column mart.penalty_bearer.store_id is 'Store; empty where none is concerned';
comment on column mart.penalty_bearer.month is 'First day of the month in which it arose';
comment on column mart.penalty_bearer.unit_count is 'Units counted there in that month';
comment on column mart.penalty_bearer.dealer is 'Dealer that bears it; null for people';
comment on column mart.penalty_bearer.joint_role is 'Role that bears the same amount jointly; null: nobody';
comment on column mart.penalty_bearer.joint_person_id is 'Who holds that; null when nobody is named';
comment on column mart.penalty_bearer.person_id is 'Who holds the role; null when nobody is named, or for a dealer';
