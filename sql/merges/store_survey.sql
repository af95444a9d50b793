-- Surveys of one file, held against the stores: one row per staged row; problem names the rule that keeps it out.
-- Parameters: @load, @chain.
select s.row_number, at.chain_id, fields ->> 'store_id' as store_id, (fields ->> 'month')::date as month, fields ->> 'kind' as kind,
       fields ->> 'name' as name, coalesce(fields ->> 'product_id', '') as product_id, fields ->> 'person_id' as person_id,
       nullif(fields ->> 'unit_price', '')::numeric as unit_price, nullif(fields ->> 'quantity', '')::numeric as quantity,
       nullif(fields ->> 'sales_amount', '')::numeric as sales_amount, nullif(fields ->> 'note', '') as note,
       case when fields ->> 'product_id' <> '' and p.product_id is null then 'unknown_product'
           when not exists (
               select from core.store as st where st.chain_id = at.chain_id and st.store_id = fields ->> 'store_id'
                   and st.superseded_at <> '-infinity') then 'unknown_store' end as problem,
       fields ->> 'product_id' as found_item, fields ->> 'store_id' as found_store, null::text as found_account,
       null::numeric as found_cases
from staging.master_row s
cross join lateral (select coalesce(nullif(fields ->> 'chain_id', ''), @chain) as chain_id) as at
left join (select distinct product_id from lookup_product) as p on p.product_id = fields ->> 'product_id'
where s.load_id = @load and feed = 'store_survey'
