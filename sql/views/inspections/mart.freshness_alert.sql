-- One row: one item of a store whose oldest packs, as last seen at an inspection, have too little of their shelf life left on the as-of
-- date, or none. Read by: the weekly digest, the console, beside wrong prices. Left out: what was last seen before the window of
-- config/rules.yaml, products whose shelf life is not known.
-- Depends on: mart.inspection_line
create view mart.freshness_alert as
with newest as (
    -- The last inspection that looked at the item.
    select distinct on (chain_id, store_id, product_id) chain_id, store_id, product_id, inspected_on, produced_on, expires_on, stale_from,
        load_id, row_number
    from mart.inspection_line
    where produced_on is not null and inspected_on > core.as_of() - (select core.rule_value('figures.on_sale_days'))::integer
    order by chain_id, store_id, product_id, inspected_on desc
)
select chain_id, store_id, product_id, inspected_on as seen_on, produced_on, expires_on, stale_from,
    expires_on - core.as_of() as remaining_days,
    round(greatest(expires_on - core.as_of(), 0)::numeric / (expires_on - produced_on), 4) as remaining_share,
    case when expires_on < core.as_of() then 'expired' else 'stale' end as state, load_id, row_number
from newest
where stale_from <= core.as_of();

comment on view mart.freshness_alert is 'One row: one item of a store whose oldest packs have too little of their shelf life left';
comment on column mart.freshness_alert.chain_id is 'Chain';
comment on column mart.freshness_alert.store_id is 'Store, within the chain';
comment on column mart.freshness_alert.product_id is 'Our product';
comment on column mart.freshness_alert.seen_on is 'Day of the inspection';
comment on column mart.freshness_alert.produced_on is 'Earliest production date on the shelf';
comment on column mart.freshness_alert.expires_on is 'Last day of these packs';
comment on column mart.freshness_alert.stale_from is 'First day on which too little was left';
comment on column mart.freshness_alert.remaining_days is 'Days left on the as-of date; negative: expired so long ago';
comment on column mart.freshness_alert.remaining_share is 'Share of the shelf life that is left, 0 to 1';
comment on column mart.freshness_alert.state is 'expired or stale';
comment on column mart.freshness_alert.load_id is 'Load that brought it';
comment on column mart.freshness_alert.row_number is 'Its row in the file';
