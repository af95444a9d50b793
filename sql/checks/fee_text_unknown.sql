-- severity: warn
-- A fee text that no clause's label and no fee text explains: give it a code in fee_texts, else it stands as not in contract.
select chain_id, fee_text, count(*) as lines, sum(stated_amount) as amount, min(statement_number) as first_statement_number
from mart.deduction_review
where needs_review
group by chain_id, fee_text
order by 1, 2
