-- severity: warn
-- A chain takes deductions, but no contract is known by which to judge them: load its contract and clauses.
select chain_id, count(*) as deductions, sum(stated_amount) as amount
from mart.deduction_review d
where verdict = 'not_judged' and not exists (select from core.contract c where c.chain_id = d.chain_id)
group by chain_id
order by 1
