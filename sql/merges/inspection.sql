-- Inspections of one file, resolved against master data: one row per staged row; problem names the rule that keeps it out. Our own file
-- names chain and product; an export of a chain's own profile names the chain's number or the barcode.
-- Parameters: @load, @chain.
select s.row_number, at.chain_id, fields ->> 'store_id' as store_id, (fields ->> 'inspected_on')::date as inspected_on,
       coalesce(p.product_id, i.product_id, b.product_id, '') as product_id, nullif(fields ->> 'inspector', '') as inspector,
       nullif(fields ->> 'faces', '')::integer as faces, nullif(fields ->> 'depth', '')::integer as depth,
       nullif(fields ->> 'competitor_faces', '')::numeric as competitor_faces,
       nullif(fields ->> 'stack_cases', '')::integer as stack_cases,
       coalesce(nullif(fields ->> 'stack_exception', '')::boolean, false) as stack_exception,
       nullif(fields ->> 'shelf_price', '')::numeric as shelf_price, nullif(fields ->> 'produced_on', '')::date as produced_on,
       nullif(fields ->> 'damaged_packs', '')::integer as damaged_packs, nullif(fields ->> 'defaced_cases', '')::integer as defaced_cases,
       nullif(fields ->> 'display_state', '') as display_state, nullif(fields ->> 'display_cause', '') as display_cause,
       nullif(fields ->> 'promoters', '')::integer as promoters, nullif(fields ->> 'material_state', '') as material_state,
       nullif(fields ->> 'gift_state', '') as gift_state, nullif(fields ->> 'photos', '') as photos,
       nullif(fields ->> 'display_cost', '')::numeric as display_cost,
       nullif(fields ->> 'display_standard', '')::numeric as display_standard,
       case when named.item <> '' and coalesce(p.product_id, i.product_id, b.product_id) is null
               then case when b.barcode is null then 'unknown_product' else 'shared_barcode' end
           when not exists (
               select from core.store as st where st.chain_id = at.chain_id and st.store_id = fields ->> 'store_id'
                   and st.superseded_at <> '-infinity') then 'unknown_store' end as problem,
       named.item as found_item, fields ->> 'store_id' as found_store, null::text as found_account, null::numeric as found_cases
from staging.master_row s
cross join lateral (select coalesce(nullif(fields ->> 'chain_id', ''), @chain) as chain_id) as at
cross join lateral (
    select concat_ws(' ', nullif(fields ->> 'product_id', ''), nullif(fields ->> 'item_number', ''), nullif(fields ->> 'barcode', ''))
        as item) as named
left join (select distinct product_id from lookup_product) as p on p.product_id = fields ->> 'product_id'
left join lookup_item i on p.product_id is null and i.item_number = fields ->> 'item_number'
left join lookup_barcode b on p.product_id is null and i.item_number is null and b.barcode = fields ->> 'barcode'
where s.load_id = @load and feed = 'inspection'
