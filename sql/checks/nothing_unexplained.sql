-- severity: stop
-- Rounding explains what is left after every other break; more than rounding can explain is a flaw in the arithmetic or the input.
select chain_id, statement_number, line_number, delivery_number, product_id, amount
from mart.reconciliation_break
where kind = 'unexplained'
