-- Sales of months before the start, of one file: one row per staged row. A chain's month stands either as one total, or by store, or by
-- item, or by both: rows of another detail than its first would be counted twice. Parameters: @load, @arrived.
with named as (
    -- What the rows say, and the detail of the first of their chain and month.
    select row_number, fields, (fields ->> 'month')::date as month,
        coalesce(fields ->> 'store_id', '') as store_id, coalesce(fields ->> 'product_id', '') as product_id,
        first_value(coalesce(fields ->> 'store_id', '') <> '') over of_month as is_by_store,
        first_value(coalesce(fields ->> 'product_id', '') <> '') over of_month as is_by_product
    from staging.master_row
    where load_id = @load and feed = 'opening_sale'
    window of_month as (partition by fields ->> 'chain_id', fields ->> 'month' order by row_number)
)
select row_number, fields ->> 'chain_id' as chain_id, month, store_id, product_id, (fields ->> 'amount')::numeric as amount,
       nullif(fields ->> 'quantity', '')::numeric as quantity,
       case when not exists (select from core.chain c where c.chain_id = fields ->> 'chain_id') then 'unknown_chain'
            when store_id <> '' and not exists (select from core.store s
                where s.chain_id = fields ->> 'chain_id' and s.store_id = named.store_id) then 'unknown_store'
            when product_id <> '' and not exists (select from core.product p where p.product_id = named.product_id) then 'unknown_product'
            when (store_id <> '') <> is_by_store or (product_id <> '') <> is_by_product then 'mixed_detail'
            -- Whole months that had ended.
            when month + interval '1 month' > @arrived::timestamptz at time zone 'Asia/Shanghai' then 'after_start'
            end as problem,
       product_id as found_item, store_id as found_store, fields ->> 'chain_id' as found_account, null::numeric as found_cases
from named
