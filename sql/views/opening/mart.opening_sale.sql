-- One row: the sales of one month before the company started here, of a chain, a store or an item as the opening balances hold them.
-- Read by: mart.sales_growth, the close digest: what a month is compared with. Left out: months that have not ended by the as-of date.
-- Where a chain's month stands here, it stands alone: portal files of before the start hold a part of it at most
-- (docs/opening-balances.md).
create view mart.opening_sale as
select chain_id, month, store_id, product_id, store_id <> '' as is_by_store, product_id <> '' as is_by_product, amount, quantity, load_id,
    row_number
from core.opening_sale
where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and month + interval '1 month' <= core.as_of() + 1;

comment on view mart.opening_sale is
    'One row: the sales of one month before the company started here, of a chain, a store or an item';
comment on column mart.opening_sale.chain_id is 'Chain';
comment on column mart.opening_sale.month is 'First day of the month';
comment on column mart.opening_sale.store_id is 'Store, within the chain; empty: all of them together';
comment on column mart.opening_sale.product_id is 'Our product; empty: all of them together';
comment on column mart.opening_sale.is_by_store is 'Whether the chain''s month is known by store';
comment on column mart.opening_sale.is_by_product is 'Whether the chain''s month is known by item';
comment on column mart.opening_sale.amount is 'Supply less returns, RMB, VAT excluded';
comment on column mart.opening_sale.quantity is 'Sales units; empty where only money is known';
comment on column mart.opening_sale.load_id is 'Load of the opening balances';
comment on column mart.opening_sale.row_number is 'Row in its file';
