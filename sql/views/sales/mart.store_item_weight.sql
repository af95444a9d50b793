-- One row: one item of one open store that got any within figures.on_sale_days: whether it is a best seller (销量好的, J) of the store,
-- and the store a key store (重点店, J) of its representative.
-- Read by: the work list. Left out: items without supply in these days, or with more returned than supplied; closed stores.
-- Depends on: mart.store_representative, mart.supply_day
create view mart.store_item_weight as
with rule as materialized (
    -- Read once: shares are the company's choice, in force at known_at.
    select core.as_of() - core.rule_value('figures.on_sale_days')::integer as after_on,
        core.rule_value('work.key_store_pct') as key_store_pct, core.rule_value('work.best_seller_pct') as best_seller_pct
), item as (
    -- Four weeks of supply less returns.
    select chain_id, store_id, product_id, sum(net_amount) as supply_amount
    from mart.supply_day
    where business_date > (select after_on from rule)
    group by chain_id, store_id, product_id
    having sum(net_amount) > 0
), within_store as materialized (
    -- The largest items of each store first, each with what stands before it.
    select *, row_number() over largest_first as item_rank, sum(supply_amount) over (partition by chain_id, store_id) as store_amount,
        coalesce(sum(supply_amount) over (largest_first rows between unbounded preceding and 1 preceding), 0) as amount_before
    from item
    window largest_first as (partition by chain_id, store_id order by supply_amount desc, product_id)
), open as materialized (
    -- Who answers for each store, asked once.
    select chain_id, store_id, region, city, representative_id from mart.store_representative
), store as materialized (
    -- The largest stores of each representative first, likewise.
    select chain_id, store_id, open.region, open.city, open.representative_id, row_number() over largest_first as store_rank,
        sum(largest.store_amount) over (partition by open.representative_id) as amount_of_all,
        coalesce(sum(largest.store_amount) over (largest_first rows between unbounded preceding and 1 preceding), 0) as amount_before
    from within_store as largest
    join open using (chain_id, store_id)
    where largest.item_rank = 1
    window largest_first as (partition by open.representative_id order by largest.store_amount desc, chain_id, store_id)
)
select chain_id, store.region, store.city, store_id, store.representative_id, item.product_id, item.supply_amount, item.item_rank,
    item.amount_before * 100 < item.store_amount * rule.best_seller_pct as is_best_seller, item.store_amount, store.store_rank,
    store.amount_before * 100 < store.amount_of_all * rule.key_store_pct as is_key_store
from within_store as item
join store using (chain_id, store_id)
cross join rule;

comment on view mart.store_item_weight is
    'One row: one item of one open store with the supply of figures.on_sale_days: best sellers and key stores';
comment on column mart.store_item_weight.chain_id is 'Chain';
comment on column mart.store_item_weight.region is 'Our sales region';
comment on column mart.store_item_weight.city is 'City';
comment on column mart.store_item_weight.store_id is 'Store, within the chain';
comment on column mart.store_item_weight.representative_id is 'KA representative of the store; null when nobody is named';
comment on column mart.store_item_weight.product_id is 'Our product';
comment on column mart.store_item_weight.supply_amount is 'Supply less returns of figures.on_sale_days, RMB without VAT';
comment on column mart.store_item_weight.item_rank is 'Place among the items of the store, the largest first';
comment on column mart.store_item_weight.is_best_seller is
    'Whether it is among the largest that together make the share of config/rules.yaml of the store''s supply';
comment on column mart.store_item_weight.store_amount is 'Supply less returns of the whole store, RMB without VAT';
comment on column mart.store_item_weight.store_rank is 'Place of the store among those of the representative, the largest first';
comment on column mart.store_item_weight.is_key_store is
    'Whether the store is among the largest that together make the share of config/rules.yaml of the representative''s supply';
