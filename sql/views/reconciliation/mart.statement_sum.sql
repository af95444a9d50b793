-- One row: one statement with the sums of its own lines as known. Read by money_break and statement_reconciliation; kept where
-- the settlement that answers the question is, else added up. Left out: statements without a line.
-- Depends on: mart.is_settlement_kept, mart.must_compute_settlement, mart.past_settlement_id
create view mart.statement_sum as
select chain_id, statement_number, goods_amount, deduction_amount, invoiceable_amount, payable_amount
from core.kept_statement
where (select mart.is_settlement_kept())
union all
select chain_id, statement_number, goods_amount, deduction_amount, invoiceable_amount, payable_amount
from core.past_statement
where past_id = (select mart.past_settlement_id())
union all
-- Fees paid apart lower neither total; fees on the invoice lower both.
select chain_id, statement_number, coalesce(sum(amount) filter (where kind <> 'deduction'), 0),
    coalesce(sum(amount) filter (where kind = 'deduction' and deduction_mode <> 'paid_apart'), 0),
    coalesce(sum(amount) filter (where kind <> 'deduction' or deduction_mode = 'on_invoice'), 0),
    coalesce(sum(amount) filter (where deduction_mode is distinct from 'paid_apart'), 0)
from core.statement_line
where (select mart.must_compute_settlement()) and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
group by chain_id, statement_number;

comment on view mart.statement_sum is 'One row: one statement with the sums of its own lines';
comment on column mart.statement_sum.chain_id is 'Chain';
comment on column mart.statement_sum.statement_number is 'Statement (对账单/结算单)';
comment on column mart.statement_sum.goods_amount is 'Its goods less returns as stated, RMB including VAT';
comment on column mart.statement_sum.deduction_amount is
    'Its deductions as stated, without what is paid apart, RMB including VAT, negative';
comment on column mart.statement_sum.invoiceable_amount is 'Its goods less returns and deductions on the invoice, RMB including VAT';
comment on column mart.statement_sum.payable_amount is 'All its lines but what is paid apart, RMB including VAT';
