-- One row: one item of one store on one business date: what was left in the evening, and what the till sold.
-- Read by: mart.stock_cover, mart.stock_out. Left out: chains that give no stock, the chain's own warehouse, days after the as-of date.
-- A day without a count has none here; which count is still current is for mart.stock_cover to say.
create view mart.stock_day as
with part as (
    -- The two feeds side by side; a day may have either.
    select chain_id, store_id, product_id, stock_on as business_date, quantity as stock_quantity, null::numeric as sold_quantity
    from core.stock
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and stock_on <= core.as_of() and store_id <> ''
    union all
    select chain_id, store_id, product_id, sold_on, null, quantity
    from core.sale
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and sold_on <= core.as_of() and store_id <> ''
        -- Asked once, however often the view is.
        and chain_id = any (array(
            select chain.chain_id from core.chain as chain
            where exists (select from core.stock as held where held.chain_id = chain.chain_id)))
)
select chain_id, store_id, product_id, business_date, sum(stock_quantity) as stock_quantity, sum(sold_quantity) as sold_quantity
from part
group by chain_id, store_id, product_id, business_date;

comment on view mart.stock_day is
    'One row: one item of one store on one business date: stock in the evening and till sales; of chains that give stock';
comment on column mart.stock_day.chain_id is 'Chain';
comment on column mart.stock_day.store_id is 'Store, within the chain';
comment on column mart.stock_day.product_id is 'Our product';
comment on column mart.stock_day.business_date is 'Business date';
comment on column mart.stock_day.stock_quantity is 'Sales units left in the evening; null where no feed says so';
comment on column mart.stock_day.sold_quantity is 'Sales units that the till sold; null where no feed says so';
