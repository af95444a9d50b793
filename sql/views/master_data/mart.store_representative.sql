-- One row: one store of a chain with who answers for it on the as-of date. Read by: alerts, exposures, staffing signals.
-- Left out: stores that were not open on the as-of date.
create view mart.store_representative as
with store as (
    -- The stores of the as-of date.
    select chain_id, store_id, name, region, city, dealer
    from core.store
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
      and core.as_of() between valid_from and valid_to
), answering as not materialized (
    -- Who answers for what on the as-of date; found by its index store by store, however many there are.
    select person_id, role, chain_id, region, city, store_id
    from core.responsibility
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
      and core.as_of() between valid_from and valid_to
)
select
    store.chain_id,
    store.store_id,
    store.name as store_name,
    store.region,
    store.city,
    store.dealer,
    representative.person_id as representative_id,
    city_manager.person_id as city_manager_id,
    region_manager.person_id as region_manager_id,
    supervisor.person_id as supervisor_id,
    area_manager.person_id as area_manager_id,
    sales_region_manager.person_id as sales_region_manager_id
from store
-- The most specific assignment wins: a store's own, then the city's, the region's, the chain's; the person's id breaks ties. The first
-- of an array, not limit 1: an aggregate has one row, so that who asks for one role has the others not looked up.
left join lateral (
    select (array_agg(
        person_id order by (store_id <> '') desc, (city <> '') desc, (chain_id <> '') desc, (region <> '') desc, person_id))[1] as person_id
    from answering
    where role = 'representative' and chain_id in ('', store.chain_id) and region in ('', store.region)
      and city in ('', store.city) and store_id in ('', store.store_id)) as representative on true
left join lateral (
    select (array_agg(person_id order by (city <> '') desc, (chain_id <> '') desc, (region <> '') desc, person_id))[1] as person_id
    from answering
    where role = 'city_manager' and chain_id in ('', store.chain_id) and region in ('', store.region)
      and city in ('', store.city)) as city_manager on true
left join lateral (
    select (array_agg(person_id order by (region <> '') desc, (chain_id <> '') desc, person_id))[1] as person_id
    from answering
    where role = 'region_manager' and chain_id in ('', store.chain_id) and region in ('', store.region)) as region_manager on true
left join lateral (
    select (array_agg(person_id order by (chain_id <> '') desc, (region <> '') desc, person_id))[1] as person_id
    from answering
    where role = 'supervisor' and chain_id in ('', store.chain_id) and region in ('', store.region)) as supervisor on true
-- The sales line, beside the KA line.
left join lateral (
    select (array_agg(person_id order by (city <> '') desc, (chain_id <> '') desc, (region <> '') desc, person_id))[1] as person_id
    from answering
    where role = 'area_manager' and chain_id in ('', store.chain_id) and region in ('', store.region)
      and city in ('', store.city)) as area_manager on true
left join lateral (
    select (array_agg(person_id order by (region <> '') desc, (chain_id <> '') desc, person_id))[1] as person_id
    from answering
    where role = 'sales_region_manager' and chain_id in ('', store.chain_id)
      and region in ('', store.region)) as sales_region_manager on true;

comment on view mart.store_representative is 'One row: one store open on the as-of date, with who answers for it';
comment on column mart.store_representative.chain_id is 'Chain';
comment on column mart.store_representative.store_id is 'Store, within the chain';
comment on column mart.store_representative.store_name is 'Its name';
comment on column mart.store_representative.region is 'Our sales region';
comment on column mart.store_representative.city is 'City';
comment on column mart.store_representative.dealer is 'Dealer that supplies it; null for direct supply';
comment on column mart.store_representative.representative_id is 'KA representative; null when nobody is named';
comment on column mart.store_representative.city_manager_id is 'City KA manager; null when nobody is named';
comment on column mart.store_representative.region_manager_id is 'Regional KA manager (区域KA经理); null when nobody is named';
comment on column mart.store_representative.supervisor_id is 'System supervisor of the chain; null when nobody is named';
comment on column mart.store_representative.area_manager_id is 'Area manager of the sales line (地区经理); null when nobody is named';
comment on column mart.store_representative.sales_region_manager_id is 'Region manager of the sales line (区域经理); null when nobody is named';
