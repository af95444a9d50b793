-- One row: one money break that totals over several statements count, judged; the plain form. What is carried from statement to statement
-- is most of all breaks, and counts on the newest alone: here the rest is neither judged nor sorted. Read by: mart.counted_break where the
-- kept form does not answer, and refresh/breaks.sql, which keeps it. Left out: deductions (mart.deduction_break); what counts in no total.
-- Includes: fragments/reconciliation/money_break.sql
-- Depends on: mart.last_statement_of_account, mart.money_difference, mart.tolerance_limit
create view mart.computed_counted_break as
with
-- Those that may count, or weigh on what does.
money_difference as (
    select * from mart.money_difference where may_count
),
-- Judged as all are.
judged as (
    select * from fragment.money_break
)
select chain_id, kind, amount, quantity, account_id, statement_number, line_number,
    order_number, delivery_number, store_id, product_id, is_free, occurred_on, ours, theirs, rule, limit_value, is_within_tolerance,
    is_carried, first_statement_number, our_load_id, our_row_number, their_load_id, their_row_number, claim_key
from judged
left join mart.last_statement_of_account as newest using (chain_id, account_id, statement_number)
where kind not in ('settled_short', 'unsettled') or newest.period_to is not null;

comment on view mart.computed_counted_break is
    'One row: one money break that totals over several statements count, judged from the settlement';
comment on column mart.computed_counted_break.chain_id is 'Chain';
comment on column mart.computed_counted_break.kind is
    'Kind of break (docs/money.md#money-breaks): settled_short, unsettled, price_difference, …';
comment on column mart.computed_counted_break.amount is 'RMB including VAT, ours − theirs';
comment on column mart.computed_counted_break.quantity is
    'Sales units concerned, ours − theirs; for differences of price, rate and amount the units that were settled';
comment on column mart.computed_counted_break.account_id is 'Settlement account of the statement';
comment on column mart.computed_counted_break.statement_number is 'Statement';
comment on column mart.computed_counted_break.line_number is 'Line of the statement; empty where the statement does not mention the goods';
comment on column mart.computed_counted_break.order_number is 'Order that the delivery names; empty where none';
comment on column mart.computed_counted_break.delivery_number is 'Delivery or return note; empty where none';
comment on column mart.computed_counted_break.store_id is 'Store; empty where the statement names none';
comment on column mart.computed_counted_break.product_id is 'Our product; empty on receipt-level lines and totals';
comment on column mart.computed_counted_break.is_free is 'Free goods';
comment on column mart.computed_counted_break.occurred_on is 'Business date: end of the statement''s period';
comment on column mart.computed_counted_break.ours is 'Our value: units, price, rate or RMB by kind';
comment on column mart.computed_counted_break.theirs is 'Their value, in the same unit';
comment on column mart.computed_counted_break.rule is
    'Tolerance that was tested: quantity, unit_price, line_amount, order_total, rounding; exact where none can cover it';
comment on column mart.computed_counted_break.limit_value is 'Limit of that tolerance: units, RMB per unit, or RMB';
comment on column mart.computed_counted_break.is_within_tolerance is
    'Whether the line is within every tolerance the chain has set, or the order within its total';
comment on column mart.computed_counted_break.is_carried is 'Whether an earlier statement already showed it';
comment on column mart.computed_counted_break.first_statement_number is 'First statement on which it stood';
comment on column mart.computed_counted_break.our_load_id is 'Load of the delivery line';
comment on column mart.computed_counted_break.our_row_number is 'Row of the delivery line in its file';
comment on column mart.computed_counted_break.their_load_id is 'Load of the statement';
comment on column mart.computed_counted_break.their_row_number is 'Row of the settlement line in its file';
comment on column mart.computed_counted_break.claim_key is 'Stable key of the source row that a case is about';
