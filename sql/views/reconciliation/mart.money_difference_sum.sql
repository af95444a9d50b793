-- One row: one statement, and what its money differences come to. Kept by the last reconciliation where nothing was changed since
-- (docs/decisions/0748-sums-of-differences-are-kept.md), else added up.
-- Read by: mart.statement_reconciliation. Left out: deductions; statements without a difference.
-- Depends on: mart.computed_money_difference_sum, mart.is_break_kept
create view mart.money_difference_sum as
select chain_id, statement_number, amount, unmentioned_amount
from core.kept_break_sum
where (select mart.is_break_kept())
union all
select chain_id, statement_number, amount, unmentioned_amount
from mart.computed_money_difference_sum
where not (select mart.is_break_kept());

comment on view mart.money_difference_sum is 'One row: one statement, and what its money differences come to';
comment on column mart.money_difference_sum.chain_id is 'Chain';
comment on column mart.money_difference_sum.statement_number is 'Statement';
comment on column mart.money_difference_sum.amount is 'RMB including VAT, ours − theirs, tolerances not asked';
comment on column mart.money_difference_sum.unmentioned_amount is
    'Of it what the statement leaves unmentioned, RMB including VAT; empty where that is nothing';
