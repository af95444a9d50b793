-- One row: one category and size in one store in one month, with its national rank (J). Read by: analysts' workbooks.
-- Left out: nothing of mart.sales_month; the product's category and size are those of the month's end.
-- Depends on: mart.sales_month
create view mart.purchase_sales_stock as
with sized as (
    -- Lines with the category and size that the product had at the month's end.
    select sales.*, product.category, product.unit_volume_ml
    from mart.sales_month as sales
    left join core.product as product on product.product_id = sales.product_id
        and (sales.month + interval '1 month - 1 day')::date between product.valid_from and product.valid_to
        and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
), summed as (
    -- Added up by category and size.
    select chain_id, store_id, month, category, unit_volume_ml,
        sum(supplied_quantity) - sum(returned_quantity) as purchase_quantity, sum(supply_amount) as purchase_amount,
        sum(sold_quantity) as sold_quantity, sum(sold_amount) as sold_amount, sum(stock_quantity) as stock_quantity
    from sized
    group by chain_id, store_id, month, category, unit_volume_ml
)
select summed.*,
    round(stock_quantity / nullif(greatest(sold_quantity, 0), 0), 2) as stock_to_sales,
    -- Where tills report, sales rank; elsewhere what was bought does, among its like.
    rank() over (partition by month, category, unit_volume_ml, sold_amount is null
        order by coalesce(sold_amount, purchase_amount) desc nulls last) as national_rank,
    count(*) over (partition by month, category, unit_volume_ml, sold_amount is null) as ranked_count
from summed;

comment on view mart.purchase_sales_stock is
    'One row: purchase, sales and stock of one category and size in one store in one month, ranked nationally';
comment on column mart.purchase_sales_stock.chain_id is 'Chain';
comment on column mart.purchase_sales_stock.store_id is 'Store, within the chain';
comment on column mart.purchase_sales_stock.month is 'First day of the month';
comment on column mart.purchase_sales_stock.category is 'Product category';
comment on column mart.purchase_sales_stock.unit_volume_ml is 'Size of the sales unit, ml; null when unknown';
comment on column mart.purchase_sales_stock.purchase_quantity is 'Sales units supplied less returned';
comment on column mart.purchase_sales_stock.purchase_amount is 'RMB, VAT excluded';
comment on column mart.purchase_sales_stock.sold_quantity is 'Sales units at the till; null without that feed';
comment on column mart.purchase_sales_stock.sold_amount is 'RMB including VAT; null without that feed';
comment on column mart.purchase_sales_stock.stock_quantity is 'Sales units at the last count; null without that feed';
comment on column mart.purchase_sales_stock.stock_to_sales is
    'Stock ÷ sold of the month, months of cover; null when nothing was sold or is known';
comment on column mart.purchase_sales_stock.national_rank is
    'Rank among all stores for category and size in the month: by till sales, or by purchase among stores without till data';
comment on column mart.purchase_sales_stock.ranked_count is 'How many were ranked together';
