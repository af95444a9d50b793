-- One row: one statement, and what its money differences come to; the plain form. What a tolerance allows is in them, so none is judged.
-- Read by: mart.money_difference_sum where the kept form does not answer, and refresh/breaks.sql, which keeps it. Left out: deductions;
-- statements without a difference.
-- Depends on: mart.money_difference
create view mart.computed_money_difference_sum as
select chain_id, statement_number, sum(amount::numeric(16, 2))::numeric(16, 2) as amount,
    (sum(amount::numeric(16, 2)) filter (where kind = 'unsettled' and line_number is null))::numeric(16, 2) as unmentioned_amount
from mart.money_difference
group by chain_id, statement_number;

comment on view mart.computed_money_difference_sum is
    'One row: one statement, and what its money differences come to, added up from the settlement';
comment on column mart.computed_money_difference_sum.chain_id is 'Chain';
comment on column mart.computed_money_difference_sum.statement_number is 'Statement';
comment on column mart.computed_money_difference_sum.amount is 'RMB including VAT, ours − theirs, tolerances not asked';
comment on column mart.computed_money_difference_sum.unmentioned_amount is
    'Of it what the statement leaves unmentioned, RMB including VAT; empty where that is nothing';
