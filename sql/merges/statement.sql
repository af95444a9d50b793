-- Statement heads of one file: one row per staged row; problem names the rule that keeps it out.
-- Parameters: @load, @chain.
select s.row_number,
       @chain as chain_id, s.statement_number,
       a.account_id,
       s.period_from, s.period_to, s.stated_on,
       s.stated_payable as stated_payable,
       s.stated_invoiceable as stated_invoiceable,
       case
           when a.account_id is null then 'unknown_account'
       end as problem,
       null as found_item, null as found_store, concat_ws('/', s.supplier_code, nullif(s.settlement_unit, '')) as found_account,
       null::numeric as found_cases
from staging.statement s
left join core.settlement_account a
    on a.chain_id = @chain and a.superseded_at = 'infinity' and a.supplier_code = s.supplier_code and a.settlement_unit = s.settlement_unit
where s.load_id = @load
