-- Lots in stock of one file, resolved against master data: one row per staged row; problem names the rule that keeps it out.
-- A lot without a name is known by its production date.
-- Parameters: @load, @chain.
select s.row_number, @chain as chain_id,  fields ->> 'store_id' as store_id, coalesce(i.product_id, b.product_id) as product_id,
       coalesce(nullif(fields ->> 'lot', ''), to_char((fields ->> 'produced_on')::date, 'YYYYMMDD')) as lot,
       (fields ->> 'stock_on')::date as stock_on, nullif(fields ->> 'produced_on', '')::date as produced_on,
       (fields ->> 'quantity')::numeric as quantity,
       case when i.product_id is null and b.product_id is null
               then case when b.barcode is null then 'unknown_product' else 'shared_barcode' end
           when st.store_id is null then 'unknown_store' end as problem,
       coalesce(fields ->> 'item_number', fields ->> 'barcode') as found_item, fields ->> 'store_id' as found_store,
       null::text as found_account, null::numeric as found_cases
from staging.master_row s
left join lookup_item i on i.item_number = fields ->> 'item_number'
left join lookup_barcode b on i.item_number is null and b.barcode = fields ->> 'barcode'
left join lookup_store st on st.store_id = fields ->> 'store_id' and (fields ->> 'stock_on')::date between st.date_from and st.date_to
where s.load_id = @load and feed = 'stock_lot'
