-- severity: warn
-- We invoiced more than the statement lets us: the chain's finance will send the invoice back.
select chain_id, statement_number, stated_invoiceable, invoiced_amount, still_to_invoice_amount
from mart.statement_totals
where still_to_invoice_amount < 0
order by 1, 2
