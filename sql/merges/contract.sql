-- Contracts of one file: one row per staged row; the trade's own words for type and mode stand beside ours.
-- Parameters: @load, @chain.
select row_number, coalesce(nullif(fields ->> 'chain_id', ''), @chain) as chain_id, fields ->> 'contract_id' as contract_id,
       nullif(fields ->> 'account_id', '') as account_id,
       (fields ->> 'contract_year')::integer as contract_year,
       case fields ->> 'contract_type' when '代销' then 'consignment' when '包销' then 'exclusive' when '购销' then 'purchase_and_sale'
           else coalesce(nullif(fields ->> 'contract_type', ''), 'purchase_and_sale') end as contract_type,
       nullif(fields ->> 'signed_on', '')::date as signed_on,
       (fields ->> 'valid_from')::date as valid_from, (fields ->> 'valid_to')::date as valid_to,
       case fields ->> 'settlement_mode' when '现结' then 'cash' when '货到' then 'goods_days' when '票到' then 'invoice_days'
           when '月结' then 'monthly_days'
           when 'goods' then 'goods_days' when 'invoice' then 'invoice_days' when 'monthly' then 'monthly_days'
           else coalesce(nullif(fields ->> 'settlement_mode', ''), 'invoice_days') end as settlement_mode,
       coalesce(nullif(fields ->> 'term_days', '')::integer, 0) as term_days,
       coalesce(fields ->> 'payment_days', '') as payment_days,
       nullif(fields ->> 'reconciliation_day', '')::integer as reconciliation_day,
       nullif(fields ->> 'invoice_day', '')::integer as invoice_day,
       nullif(fields ->> 'dispute_days', '')::integer as dispute_days,
       null::text as problem, null::text as found_item, null::text as found_store, null::text as found_account, null::numeric as found_cases
from staging.master_row
where load_id = @load and feed = 'contract'
