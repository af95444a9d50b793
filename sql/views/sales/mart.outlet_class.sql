-- One row: one store open on the as-of date with its outlet class (M1). Read by: coverage, rankings, staffing, data quality.
-- Left out: closed stores. A store without its attributes is unknown, never guessed.
create view mart.outlet_class as
with store as (
    -- Open stores, and how many their chain has.
    select chain_id, store_id, name, region, city, area_m2, checkouts, store_format,
        count(*) over (partition by chain_id) as chain_store_count
    from core.store
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and core.as_of() between valid_from and valid_to
)
select
    chain_id, store_id, name as store_name, region, city, area_m2, checkouts, store_format, chain_store_count,
    -- First match wins, in the manual's order.
    case
        when area_m2 is null or checkouts is null then 'unknown'
        when area_m2 >= 6000 and checkouts >= 30 then 'KA'
        when chain_store_count >= 5 and area_m2 >= 1000 and checkouts > 0 then 'KA'
        when area_m2 between 1000 and 6000 and checkouts > 0 then 'A'
        when area_m2 between 500 and 1000 and chain_store_count >= 5 then 'A'
        when store_format = 'department_store' and area_m2 >= 1000 then 'A'
        else 'other'
    end as outlet_class
from store;

comment on view mart.outlet_class is 'One row: one store open on the as-of date with its outlet class';
comment on column mart.outlet_class.chain_id is 'Chain';
comment on column mart.outlet_class.store_id is 'Store, within the chain';
comment on column mart.outlet_class.store_name is 'Its name';
comment on column mart.outlet_class.region is 'Our sales region';
comment on column mart.outlet_class.city is 'City';
comment on column mart.outlet_class.area_m2 is 'Sales area, m²; null when unknown';
comment on column mart.outlet_class.checkouts is 'Checkouts; null when unknown';
comment on column mart.outlet_class.store_format is 'hypermarket, supermarket, department_store; null when unknown';
comment on column mart.outlet_class.chain_store_count is 'Stores of the chain open on the as-of date';
comment on column mart.outlet_class.outlet_class is 'KA, A, other, or unknown where area or checkouts are missing (M1)';
