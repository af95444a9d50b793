-- What a warehouse sent on, of one file, resolved against master data: one row per staged row; problem names the rule that keeps it out.
-- Our own file names chain and product; a report of a chain's own profile names the chain's number or the barcode.
-- Parameters: @load, @chain.
select s.row_number, at.chain_id, fields ->> 'shipment_number' as shipment_number, fields ->> 'store_id' as store_id,
       coalesce(fields ->> 'order_number', '') as order_number, coalesce(p.product_id, i.product_id, b.product_id) as product_id,
       (fields ->> 'sent_on')::date as sent_on, (fields ->> 'sent_quantity')::numeric as sent_quantity,
       nullif(fields ->> 'arrived_quantity', '')::numeric as arrived_quantity,
       case when coalesce(p.product_id, i.product_id, b.product_id) is null
               then case when b.barcode is null then 'unknown_product' else 'shared_barcode' end
           when not exists (
               select from core.store as st where st.chain_id = at.chain_id and st.store_id = fields ->> 'store_id'
                   and st.superseded_at <> '-infinity') then 'unknown_store' end as problem,
       concat_ws(' ', nullif(fields ->> 'product_id', ''), nullif(fields ->> 'item_number', ''), nullif(fields ->> 'barcode', ''))
           as found_item,
       fields ->> 'store_id' as found_store, null::text as found_account, null::numeric as found_cases
from staging.master_row s
cross join lateral (select coalesce(nullif(fields ->> 'chain_id', ''), @chain) as chain_id) as at
left join (select distinct product_id from lookup_product) as p on p.product_id = fields ->> 'product_id'
left join lookup_item i on p.product_id is null and i.item_number = fields ->> 'item_number'
left join lookup_barcode b on p.product_id is null and i.item_number is null and b.barcode = fields ->> 'barcode'
where s.load_id = @load and feed = 'warehouse_shipment'
