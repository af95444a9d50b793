-- One row: one store of a chain with its SKU distribution rate (品项分销率, M2, M4.4). Read by: digests, rankings.
-- Left out: items that the chain does not list, or has delisted, on the as-of date.
-- Depends on: mart.item_on_sale
create view mart.sku_distribution as
with listed as (
    -- Opened: the chain has a number for it, listed by the as-of date and not delisted.
    select distinct chain_id, product_id
    from core.chain_item
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
        and coalesce(listed_on, '-infinity') <= core.as_of() and coalesce(delisted_on, 'infinity') > core.as_of()
), store as (
    -- The stores that are open on the as-of date.
    select chain_id, store_id, region, city from core.store
        where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and core.as_of() between valid_from and valid_to
), on_sale as (
    -- Actually on sale: a delivery within the window says so, the best witness without till data.
    select chain_id, store_id, product_id from mart.item_on_sale
), blocked as (
    -- The portal's newest word, where it gives one: a locked item is not on sale, whatever was delivered before.
    select chain_id, store_id, product_id from (
        select distinct on (chain_id, store_id, product_id) chain_id, store_id, product_id, status
        from core.item_status where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            and stated_on <= core.as_of()
        order by chain_id, store_id, product_id, stated_on desc) as newest
    where status <> 'active'
)
select
    store.chain_id, store.store_id, store.region, store.city,
    count(on_sale.product_id) filter (where blocked.product_id is null) as sku_on_sale_count,
    count(listed.product_id) as sku_opened_count,
    round(count(on_sale.product_id) filter (where blocked.product_id is null) * 100.0 / nullif(count(listed.product_id), 0), 2)
        as distribution_pct,
    count(on_sale.product_id) filter (where blocked.product_id is null)::numeric / nullif(count(listed.product_id), 0) as distribution_share
from store
left join listed using (chain_id)
left join on_sale on on_sale.chain_id = store.chain_id and on_sale.store_id = store.store_id and on_sale.product_id = listed.product_id
left join blocked on blocked.chain_id = store.chain_id and blocked.store_id = store.store_id and blocked.product_id = listed.product_id
group by store.chain_id, store.store_id, store.region, store.city;

comment on view mart.sku_distribution is 'One row: one open store with its SKU distribution rate: SKUs actually on sale ÷ SKUs opened';
comment on column mart.sku_distribution.chain_id is 'Chain';
comment on column mart.sku_distribution.store_id is 'Store, within the chain';
comment on column mart.sku_distribution.region is 'Our sales region';
comment on column mart.sku_distribution.city is 'City';
comment on column mart.sku_distribution.sku_on_sale_count is
    'Listed SKUs delivered within the window of config/rules.yaml and not blocked: numerator';
comment on column mart.sku_distribution.sku_opened_count is 'SKUs that the chain lists: denominator';
comment on column mart.sku_distribution.distribution_pct is 'Per cent; null when nothing is listed';
comment on column mart.sku_distribution.distribution_share is 'The same as a part of 1, not rounded';
