-- One row: one of our products in one open store: listed by its chain, on sale, blocked by the portal (区域品项资料表 per store, M6.1.2).
-- Read by: the workbook of items. Left out: products that the chain does not list and the store does not sell, closed stores.
-- Depends on: mart.item_list, mart.item_on_sale, mart.portal_word, mart.store_representative
create view mart.store_item as
with listed as materialized (
    -- Once for each region of a chain.
    select chain_id, region, product_id, item_number, supply_price, is_listed, assortment from mart.item_list
), blocked as materialized (
    -- What the portals block.
    select chain_id, store_id, product_id, blocked_since from mart.portal_word where blocked_since is not null
), sold as materialized (
    -- What the stores carry.
    select chain_id, store_id, product_id from mart.item_on_sale
)
select store.chain_id, store.region, store.city, store.store_id, store.representative_id, listed.product_id, listed.item_number,
    listed.supply_price, listed.is_listed, sold.product_id is not null as is_on_sale, blocked.blocked_since, listed.assortment
from mart.store_representative as store
join listed on listed.chain_id = store.chain_id and listed.region = store.region
left join sold on sold.chain_id = store.chain_id and sold.store_id = store.store_id and sold.product_id = listed.product_id
left join blocked on blocked.chain_id = store.chain_id and blocked.store_id = store.store_id and blocked.product_id = listed.product_id
where listed.is_listed or sold.product_id is not null;

comment on view mart.store_item is 'One row: one of our products in one open store: listed by its chain, on sale, blocked by the portal';
comment on column mart.store_item.chain_id is 'Chain';
comment on column mart.store_item.region is 'Our sales region';
comment on column mart.store_item.city is 'City';
comment on column mart.store_item.store_id is 'Store, within the chain';
comment on column mart.store_item.representative_id is 'KA representative of the store; null when nobody is named';
comment on column mart.store_item.product_id is 'Our product';
comment on column mart.store_item.item_number is 'The chain''s own number of it; null where it has none';
comment on column mart.store_item.supply_price is 'List price of the region, RMB per sales unit without VAT; null where none is agreed';
comment on column mart.store_item.is_listed is 'Whether the chain has it listed';
comment on column mart.store_item.is_on_sale is 'Whether the store got any within figures.on_sale_days';
comment on column mart.store_item.blocked_since is 'Business date since which the portal blocks it; null where it does not';
comment on column mart.store_item.assortment is 'Group of the mandatory assortment';
