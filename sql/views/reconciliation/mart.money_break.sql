-- One row: one money break, our books against a statement, signed ours − theirs (docs/money.md#money-breaks): the differences of
-- mart.money_difference, judged by the chain's tolerances.
-- Read through mart.reconciliation_break, mart.reconciliation_line and mart.statement_reconciliation. Left out: deductions.
-- Depends on: mart.money_difference, mart.tolerance_limit
-- Includes: fragments/reconciliation/money_break.sql
create view mart.money_break as
with
-- All of them.
money_difference as (
    select * from mart.money_difference
)
select * from fragment.money_break;

comment on view mart.money_break is 'One row: one money break, our books against a statement';
comment on column mart.money_break.chain_id is 'Chain';
comment on column mart.money_break.kind is 'Kind of break (docs/money.md#money-breaks): settled_short, unsettled, price_difference, …';
comment on column mart.money_break.amount is 'RMB including VAT, ours − theirs';
comment on column mart.money_break.quantity is
    'Sales units concerned, ours − theirs; for differences of price, rate and amount the units that were settled';
comment on column mart.money_break.account_id is 'Settlement account of the statement';
comment on column mart.money_break.statement_number is 'Statement';
comment on column mart.money_break.line_number is 'Line of the statement; empty where the statement does not mention the goods';
comment on column mart.money_break.order_number is 'Order that the delivery names; empty where none';
comment on column mart.money_break.delivery_number is 'Delivery or return note; empty where none';
comment on column mart.money_break.store_id is 'Store; empty where the statement names none';
comment on column mart.money_break.product_id is 'Our product; empty on receipt-level lines and totals';
comment on column mart.money_break.is_free is 'Free goods';
comment on column mart.money_break.occurred_on is 'Business date: end of the statement''s period';
comment on column mart.money_break.ours is 'Our value: units, price, rate or RMB by kind';
comment on column mart.money_break.theirs is 'Their value, in the same unit';
comment on column mart.money_break.rule is
    'Tolerance that was tested: quantity, unit_price, line_amount, order_total, rounding; exact where none can cover it';
comment on column mart.money_break.limit_value is 'Limit of that tolerance: units, RMB per unit, or RMB';
comment on column mart.money_break.is_within_tolerance is
    'Whether the line is within every tolerance the chain has set, or the order within its total';
comment on column mart.money_break.is_carried is 'Whether an earlier statement already showed it';
comment on column mart.money_break.first_statement_number is 'First statement on which it stood';
comment on column mart.money_break.our_load_id is 'Load of the delivery line';
comment on column mart.money_break.our_row_number is 'Row of the delivery line in its file';
comment on column mart.money_break.their_load_id is 'Load of the statement';
comment on column mart.money_break.their_row_number is 'Row of the settlement line in its file';
comment on column mart.money_break.claim_key is 'Stable key of the source row that a case is about';
