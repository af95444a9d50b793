-- Claims that were open at the start, of one file: one row per staged row. Parameters: @load, @arrived.
select row_number, fields ->> 'chain_id' as chain_id, fields ->> 'claim_number' as claim_number,
       coalesce(fields ->> 'statement_number', '') as statement_number, coalesce(fields ->> 'delivery_number', '') as delivery_number,
       coalesce(fields ->> 'order_number', '') as order_number, coalesce(fields ->> 'store_id', '') as store_id,
       coalesce(fields ->> 'product_id', '') as product_id, fields ->> 'what' as what, (fields ->> 'found_on')::date as found_on,
       nullif(fields ->> 'dispute_until', '')::date as dispute_until, (fields ->> 'amount')::numeric as amount,
       coalesce(nullif(fields ->> 'state', ''), 'open') as state, nullif(fields ->> 'agreed_amount', '')::numeric as agreed_amount,
       nullif(fields ->> 'owner', '') as owner,
       case when not exists (select from core.chain c where c.chain_id = fields ->> 'chain_id') then 'unknown_chain'
            when coalesce(fields ->> 'store_id', '') <> '' and not exists (select from core.store s
                where s.chain_id = fields ->> 'chain_id' and s.store_id = fields ->> 'store_id') then 'unknown_store'
            when coalesce(fields ->> 'product_id', '') <> '' and not exists (select from core.product p
                where p.product_id = fields ->> 'product_id') then 'unknown_product'
            -- What stood at the start was found before it.
            when (fields ->> 'found_on')::date >= (@arrived::timestamptz at time zone 'Asia/Shanghai')::date then 'after_start'
            end as problem,
       fields ->> 'product_id' as found_item, fields ->> 'store_id' as found_store, fields ->> 'chain_id' as found_account,
       null::numeric as found_cases
from staging.master_row
where load_id = @load and feed = 'opening_claim'
