-- Statements of before the start, of one file: one row per staged row; the account of a chain that has only one need not be named.
-- Parameters: @load, @arrived.
with named as (
    -- What the rows say.
    select row_number, fields, nullif(fields ->> 'chain_id', '') as chain_id, nullif(fields ->> 'account_id', '') as account_id
    from staging.master_row
    where load_id = @load and feed = 'opening_statement'
),
account as (
    -- Accounts of chains.
    select chain_id, account_id, count(*) over (partition by chain_id) as accounts
    from core.settlement_account where superseded_at = 'infinity'
)
select row_number, chain_id, fields ->> 'statement_number' as statement_number,
       (select min(a.account_id) from account a where a.chain_id = named.chain_id
            and (a.account_id = named.account_id or named.account_id is null and a.accounts = 1)) as account_id,
       (fields ->> 'period_from')::date as period_from, (fields ->> 'period_to')::date as period_to,
       (fields ->> 'goods_amount')::numeric as goods_amount,
       coalesce(nullif(fields ->> 'return_amount', '')::numeric, 0) as return_amount,
       nullif(fields ->> 'net_goods_amount', '')::numeric as net_goods_amount,
       nullif(fields ->> 'net_return_amount', '')::numeric as net_return_amount,
       (fields ->> 'stated_payable')::numeric as stated_payable,
       nullif(fields ->> 'stated_invoiceable', '')::numeric as stated_invoiceable,
       case when not exists (select from core.chain c where c.chain_id = named.chain_id) then 'unknown_chain'
            when not exists (select from account a where a.chain_id = named.chain_id
                and (a.account_id = named.account_id or named.account_id is null and a.accounts = 1)) then 'unknown_account'
            -- What stood at the start has ended before it.
            when (fields ->> 'period_to')::date >= (@arrived::timestamptz at time zone 'Asia/Shanghai')::date then 'after_start'
            -- A clause that counts goods without VAT has to know them.
            when nullif(fields ->> 'net_goods_amount', '') is null and exists (select from core.contract_term t
                where t.chain_id = named.chain_id and t.basis = 'excluding' and t.superseded_at = 'infinity') then 'net_amount_missing'
            end as problem,
       null::text as found_item, null::text as found_store, coalesce(account_id, chain_id) as found_account, null::numeric as found_cases
from named
