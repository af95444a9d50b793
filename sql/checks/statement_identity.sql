-- severity: stop
-- Every cent is explained: expected payable − stated payable = sum of the money breaks, to 0.00, on every complete statement
-- (docs/money.md#identity). Tested against the breaks as people read them, not against the sums they were made from.
select s.chain_id, s.statement_number, s.expected_payable, s.stated_payable, s.difference, coalesce(b.amount, 0) as break_total
from mart.statement_reconciliation s
left join (
    select chain_id, statement_number, sum(amount) as amount from mart.reconciliation_break where family = 'money' group by chain_id,
        statement_number) b
    using (chain_id, statement_number)
where s.is_complete and s.difference <> coalesce(b.amount, 0)
