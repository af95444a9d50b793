-- One row: one money break of a statement: of its goods or of a deduction, with rule, limit, both values and the source rows of both sides.
-- Read by: mart.reconciliation_break, mart.open_difference, cases, digests, the reconciliation workbooks. A question about statements
-- alone asks here and plans nothing of deliveries. Left out: deductions that are as agreed or not judged.
-- Depends on: mart.deduction_break, mart.last_statement_of_account, mart.money_break
create view mart.statement_break as
select chain_id, kind, amount, quantity, account_id, statement_number, line_number,
    order_number, delivery_number, store_id, product_id, is_free, occurred_on, ours, theirs, rule, limit_value, is_within_tolerance,
    is_carried, first_statement_number, our_load_id, our_row_number, their_load_id, their_row_number, claim_key,
    null::text as fee_text, null::text as fee_code,
    kind not in ('settled_short', 'unsettled') or newest.period_to is not null as counts_in_totals
from mart.money_break
left join mart.last_statement_of_account as newest using (chain_id, account_id, statement_number)
union all
select *, true from mart.deduction_break;

comment on view mart.statement_break is 'One row: one money break of a statement, goods or deduction';
comment on column mart.statement_break.chain_id is 'Chain';
comment on column mart.statement_break.kind is 'Kind of break (docs/money.md#money-breaks): settled_short, unsettled, price_difference, …';
comment on column mart.statement_break.amount is 'RMB including VAT, ours − theirs';
comment on column mart.statement_break.quantity is
    'Sales units concerned, ours − theirs; for differences of price, rate and amount the units that were settled';
comment on column mart.statement_break.account_id is 'Settlement account of the statement';
comment on column mart.statement_break.statement_number is 'Statement';
comment on column mart.statement_break.line_number is 'Line of the statement; empty where the statement does not mention the goods';
comment on column mart.statement_break.order_number is 'Order that the delivery names; empty where none';
comment on column mart.statement_break.delivery_number is 'Delivery or return note; empty where none';
comment on column mart.statement_break.store_id is 'Store; empty where the statement names none';
comment on column mart.statement_break.product_id is 'Our product; empty on receipt-level lines and totals';
comment on column mart.statement_break.is_free is 'Free goods';
comment on column mart.statement_break.occurred_on is 'Business date: end of the statement''s period';
comment on column mart.statement_break.ours is 'Our value: units, price, rate or RMB by kind';
comment on column mart.statement_break.theirs is 'Their value, in the same unit';
comment on column mart.statement_break.rule is
    'Tolerance that was tested: quantity, unit_price, line_amount, order_total, rounding; exact where none can cover it; deductions: '
    'the clause';
comment on column mart.statement_break.limit_value is 'Limit of that tolerance: units, RMB per unit, or RMB';
comment on column mart.statement_break.is_within_tolerance is
    'Whether the line is within every tolerance the chain has set, or the order within its total';
comment on column mart.statement_break.is_carried is 'Whether an earlier statement already showed it';
comment on column mart.statement_break.first_statement_number is 'First statement on which it stood';
comment on column mart.statement_break.our_load_id is 'Load of the delivery line';
comment on column mart.statement_break.our_row_number is 'Row of the delivery line in its file';
comment on column mart.statement_break.their_load_id is 'Load of the statement';
comment on column mart.statement_break.their_row_number is 'Row of the settlement line in its file';
comment on column mart.statement_break.claim_key is 'Stable key of the source row that a case is about';
comment on column mart.statement_break.fee_text is 'Deductions: the fee as the statement names it';
comment on column mart.statement_break.fee_code is 'Deductions: our code of the fee';
comment on column mart.statement_break.counts_in_totals is
    'Whether totals over several statements count it: a delivery''s open rest (settled_short, unsettled) shows on every statement until '
    'it is settled, and counts on its account''s newest alone (docs/money.md#cases, decision 0051)';
