-- What a chain's fee texts mean, of one file: one row per staged row, the text in normal form.
-- Parameters: @load, @chain.
select row_number, coalesce(nullif(fields ->> 'chain_id', ''), @chain) as chain_id, core.plain_fee_text(fields ->> 'fee_text') as fee_text,
       coalesce(nullif(fields ->> 'part_number', '')::integer, 1) as part_number, fields ->> 'fee_code' as fee_code,
       nullif(fields ->> 'share_pct', '')::numeric as share_pct,
       coalesce(nullif(fields ->> 'valid_from', '')::date, '-infinity') as valid_from,
       coalesce(nullif(fields ->> 'valid_to', '')::date, 'infinity') as valid_to,
       case when not exists (select from core.fee f where f.fee_code = fields ->> 'fee_code')
                 and not exists (select from core.contract_term t where t.fee_code = fields ->> 'fee_code')
            then 'unknown_fee_code' end as problem,
       null::text as found_item, null::text as found_store, null::text as found_account, null::numeric as found_cases
from staging.master_row
where load_id = @load and feed = 'fee_text'
