-- One row: one chain in one city with its outlet coverage (网点铺市率, M2, M4.4). Read by: digests, rankings.
-- Left out: stores closed on the as-of date.
-- Depends on: mart.item_on_sale
create view mart.outlet_coverage as
with supplied as (
    -- Supplied normally: anything signed for within the window.
    select distinct chain_id, store_id from mart.item_on_sale
)
select
    store.chain_id, store.region, store.city,
    count(supplied.store_id) as supplied_outlet_count,
    count(*) as outlet_count,
    round(count(supplied.store_id) * 100.0 / nullif(count(*), 0), 2) as coverage_pct,
    count(supplied.store_id)::numeric / nullif(count(*), 0) as coverage_share,
    (select core.rule_value('figures.distribution_target_pct')) as target_pct
from core.store as store
left join supplied using (chain_id, store_id)
where core.is_known(store.arrived_at, store.recorded_at, store.superseded_at, store.superseded_recorded_at)
    and core.as_of() between store.valid_from and store.valid_to
group by store.chain_id, store.region, store.city;

comment on view mart.outlet_coverage is 'One row: one chain in one city with its outlet coverage: outlets supplied normally ÷ outlets';
comment on column mart.outlet_coverage.chain_id is 'Chain';
comment on column mart.outlet_coverage.region is 'Our sales region';
comment on column mart.outlet_coverage.city is 'City';
comment on column mart.outlet_coverage.supplied_outlet_count is 'Outlets with a delivery within the window of config/rules.yaml: numerator';
comment on column mart.outlet_coverage.outlet_count is 'Open outlets of the chain there: denominator';
comment on column mart.outlet_coverage.coverage_pct is 'Per cent';
comment on column mart.outlet_coverage.coverage_share is 'The same as a part of 1, not rounded';
comment on column mart.outlet_coverage.target_pct is 'Per cent that config/rules.yaml asks for';
