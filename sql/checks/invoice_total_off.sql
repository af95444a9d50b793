-- severity: warn
-- The total that a statement lets us invoice (应开票总金额) is not what its goods, returns and fees on the invoice add up to. Checked apart from
-- the identity of the payable (docs/money.md#identity): ask the chain before the invoice is issued. Statements with rows in quarantine
-- are left out.
select t.chain_id, t.statement_number, t.stated_invoiceable, t.summed_invoiceable, t.invoice_total_off
from mart.statement_totals t
join mart.statement_reconciliation r using (chain_id, statement_number)
where t.invoice_total_off <> 0 and r.is_complete
order by 1, 2
