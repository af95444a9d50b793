-- One row: one delivery or return line and one settlement line that settles it, wholly or in part, with every term of the
-- arithmetic of docs/money.md#steps; a delivery line that nothing settles stands once, without a statement; a settlement line
-- that belongs to no delivery stands once, without a delivery (is_matched false).
-- Read by the reconciliation views, and by the kept table's recomputation. Left out: deductions; rows carried from statement to
-- statement while a rest is open (reconciliation_break derives them from hold_key, statement_key and next_key).
-- Includes: fragments/reconciliation/settlement.sql
-- Depends on: mart.account_terms, mart.consigned_account, mart.price_in_basis, mart.regional_price, mart.settle, mart.settle_sold
-- Depends on: mart.sold_line, mart.worth
create view mart.computed_settlement as
with
-- The newest known version of each order line that could price a delivery.
order_line as (
    select chain_id, order_number, store_id, product_id, is_free, ordered_on, printed_price, printed_basis
    from core.order_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- The newest known version of each delivery and return line.
delivery_line as (
    select chain_id, delivery_number, store_id, order_number, product_id, is_free, kind, account_id, received_on, received_quantity,
        load_id, row_number
    from core.delivery_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- What was sold on consignment, in the shape of delivery lines.
sold_line as (
    select * from mart.sold_line
),
-- Goods and returns that statements settle; is_return turns their signs, so that both run alike.
statement_line as (
    select chain_id, statement_number, line_number, kind = 'return' as is_return, delivery_number, order_number, store_id, product_id,
        is_free, case when kind = 'return' then -quantity else quantity end as quantity, unit_price, vat_rate,
        case when kind = 'return' then -amount else amount end as amount, load_id, row_number
    from core.statement_line
    where kind <> 'deduction' and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- Heads of statements, and stores: what the lines are put in order and priced by.
statement_head as (
    select chain_id, account_id, statement_number, period_to
    from core.statement
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- Stores as known, with the region they lie in.
store_version as (
    select chain_id, store_id, region, valid_from, valid_to
    from core.store
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
)
select * from fragment.settlement;

comment on view mart.computed_settlement is
    'One row: one delivery or return line and one settlement line that settles it, with every term of the arithmetic';
comment on column mart.computed_settlement.chain_id is 'Chain';
comment on column mart.computed_settlement.is_matched is
    'Whether a delivery or return line stands here; otherwise a settlement line that belongs to none';
comment on column mart.computed_settlement.delivery_number is 'Delivery or return note; for a line that belongs to none, the note it names';
comment on column mart.computed_settlement.store_id is 'Store that received';
comment on column mart.computed_settlement.order_number is
    'Order that the delivery line names; for a line that belongs to none, the order it names';
comment on column mart.computed_settlement.product_id is 'Our product; empty on a receipt-level line that belongs to no delivery';
comment on column mart.computed_settlement.is_free is 'Free goods';
comment on column mart.computed_settlement.is_return is 'Goods that came back: amounts are negative, quantities absolute';
comment on column mart.computed_settlement.account_id is
    'Settlement account of the delivery line; for a line that belongs to none, of its statement';
comment on column mart.computed_settlement.is_ordered is 'Whether the order that a delivery line names is known';
comment on column mart.computed_settlement.received_on is 'Date the store signed; for returns the date of the note';
comment on column mart.computed_settlement.received_quantity is 'Sales units received, or returned';
comment on column mart.computed_settlement.unit_price is 'Our price, RMB per sales unit in the account''s statement basis';
comment on column mart.computed_settlement.vat_rate is 'Our VAT rate, as a fraction';
comment on column mart.computed_settlement.received_worth is 'Worth of all that was received, RMB including VAT, negative for returns';
comment on column mart.computed_settlement.hold_key is
    'Key of the first statement of the account that should hold the line: its period end less cut-off is not before the receipt';
comment on column mart.computed_settlement.statement_number is
    'Statement of the settlement line; empty where nothing settles the delivery line';
comment on column mart.computed_settlement.statement_key is 'Period end and number of the statement: statements are ordered by it';
comment on column mart.computed_settlement.line_number is 'Line of the statement';
comment on column mart.computed_settlement.first_key is 'Key of the first statement that settles the delivery line';
comment on column mart.computed_settlement.next_key is
    'Key of the next statement that settles the delivery line, on the last row of a statement';
comment on column mart.computed_settlement.is_first is 'First row of this delivery line on this statement';
comment on column mart.computed_settlement.is_last is
    'Last row of this delivery line on this statement, or its only row where nothing settles it';
comment on column mart.computed_settlement.is_whole is
    'Whether the settlement line names no product and settles whatever its receipt has left';
comment on column mart.computed_settlement.stated_quantity is 'Sales units that the line states for this delivery line, signed as stated';
comment on column mart.computed_settlement.stated_price is 'Unit price that the line states, RMB in the statement''s basis';
comment on column mart.computed_settlement.stated_rate is 'VAT rate that the line states, as a fraction';
comment on column mart.computed_settlement.stated_amount is
    'RMB including VAT that the line states for this delivery line, signed as stated; a receipt-level line states it on one row only';
comment on column mart.computed_settlement.accepted_before is 'Sales units accepted as settled before this line';
comment on column mart.computed_settlement.accepted_quantity is 'Sales units that this line settles; negative when taken back';
comment on column mart.computed_settlement.accepted_after is 'Sales units accepted as settled after this line';
comment on column mart.computed_settlement.duplicate_quantity is 'Sales units settled once more; negative when taken back';
comment on column mart.computed_settlement.is_settled_before is 'Whether an earlier statement settled some of the delivery line';
comment on column mart.computed_settlement.reopened_key is
    'Key of the last statement up to this one that took settled goods back and so reopened the line';
comment on column mart.computed_settlement.entry_worth is
    'What the line still had to settle when the statement came, RMB including VAT; on the first row of a statement';
comment on column mart.computed_settlement.rest_worth is
    'What the line still has to settle after the statement, RMB including VAT; on the last row of a statement';
comment on column mart.computed_settlement.over_amount is
    'settled_over: worth accepted beyond what was received, RMB including VAT, ours − theirs';
comment on column mart.computed_settlement.duplicate_amount is 'duplicate_settlement, RMB including VAT, ours − theirs';
comment on column mart.computed_settlement.price_amount is 'price_difference, RMB including VAT, ours − theirs';
comment on column mart.computed_settlement.tax_amount is 'tax_difference, RMB including VAT, ours − theirs';
comment on column mart.computed_settlement.line_amount is
    'amount_difference: beyond the rounding tolerance, RMB including VAT, ours − theirs';
comment on column mart.computed_settlement.rounding_amount is 'rounding_difference, RMB including VAT, ours − theirs';
comment on column mart.computed_settlement.receipt_amount is
    'receipt_amount_difference of a receipt-level line, RMB including VAT, ours − theirs';
comment on column mart.computed_settlement.unmatched_amount is
    'settled_without_delivery or return_unmatched, RMB including VAT, ours − theirs';
comment on column mart.computed_settlement.unexplained_amount is
    'More than rounding can explain, RMB including VAT: never on well-formed input';
comment on column mart.computed_settlement.is_receipt_broken is 'Whether the receipt-level line differs from what its deliveries had left';
comment on column mart.computed_settlement.load_id is 'Load of the delivery line';
comment on column mart.computed_settlement.row_number is 'Row of the delivery line in its file';
comment on column mart.computed_settlement.their_load_id is 'Load of the settlement line';
comment on column mart.computed_settlement.their_row_number is 'Row of the settlement line in its file';
