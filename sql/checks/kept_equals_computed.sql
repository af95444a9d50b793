-- severity: stop
-- The kept reconciliation says what the plain view says, row for row (docs/decisions/0041-kept-table-shares-the-views-text.md); asked
-- only where it is read.
with computed as materialized (
    -- What the plain view says.
    select
    chain_id, is_matched, delivery_number, store_id, order_number, product_id, is_free, is_return, account_id, is_ordered,
    received_on, received_quantity, unit_price, vat_rate, received_worth, hold_key, statement_number, statement_key, line_number,
    first_key, next_key, is_first, is_last, is_whole, stated_quantity, stated_price, stated_rate, stated_amount, accepted_before,
    accepted_quantity, accepted_after, duplicate_quantity, is_settled_before, reopened_key, entry_worth, rest_worth, over_amount,
    duplicate_amount, price_amount, tax_amount, line_amount, rounding_amount, receipt_amount, unmatched_amount,
    unexplained_amount, is_receipt_broken, load_id, row_number, their_load_id, their_row_number
    from mart.computed_settlement
    where mart.is_settlement_kept()
),
-- What is kept, in the same columns.
kept as materialized (
    select
    chain_id, is_matched, delivery_number, store_id, order_number, product_id, is_free, is_return, account_id, is_ordered,
    received_on, received_quantity, unit_price, vat_rate, received_worth, hold_key, statement_number, statement_key, line_number,
    first_key, next_key, is_first, is_last, is_whole, stated_quantity, stated_price, stated_rate, stated_amount, accepted_before,
    accepted_quantity, accepted_after, duplicate_quantity, is_settled_before, reopened_key, entry_worth, rest_worth, over_amount,
    duplicate_amount, price_amount, tax_amount, line_amount, rounding_amount, receipt_amount, unmatched_amount,
    unexplained_amount, is_receipt_broken, load_id, row_number, their_load_id, their_row_number
    from core.kept_settlement
    where mart.is_settlement_kept()
)
select 'computed, not kept' as finding, d.* from (select * from computed except all select * from kept) d
union all
select 'kept, not computed', d.* from (select * from kept except all select * from computed) d
