-- severity: stop
-- The kept money breaks say what judging them anew says, row for row (docs/decisions/0745-judged-breaks-are-kept.md); asked only where they
-- are read.
with computed as materialized (
    -- What is judged anew.
    select
    chain_id, kind, amount, quantity, account_id, statement_number, line_number,
    order_number, delivery_number, store_id, product_id, is_free, occurred_on, ours, theirs, rule, limit_value, is_within_tolerance,
    is_carried, first_statement_number, our_load_id, our_row_number, their_load_id, their_row_number, claim_key
    from mart.computed_counted_break
    where mart.is_break_kept()
),
-- What is kept, in the same columns.
kept as materialized (
    select
    chain_id, kind, amount, quantity, account_id, statement_number, line_number,
    order_number, delivery_number, store_id, product_id, is_free, occurred_on, ours, theirs, rule, limit_value, is_within_tolerance,
    is_carried, first_statement_number, our_load_id, our_row_number, their_load_id, their_row_number, claim_key
    from core.kept_break
    where mart.is_break_kept()
)
select 'computed, not kept' as finding, d.* from (select * from computed except all select * from kept) d
union all
select 'kept, not computed', d.* from (select * from kept except all select * from computed) d
