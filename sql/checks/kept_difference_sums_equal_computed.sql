-- severity: stop
-- What is kept of the money differences of each statement is what they add up to (docs/decisions/0748-sums-of-differences-are-kept.md);
-- asked only where it is read.
with computed as materialized (
    -- What is added up anew.
    select chain_id, statement_number, amount, unmentioned_amount
    from mart.computed_money_difference_sum
    where mart.is_break_kept()
),
-- What is kept, in the same columns.
kept as materialized (
    select chain_id, statement_number, amount, unmentioned_amount
    from core.kept_break_sum
    where mart.is_break_kept()
)
select 'computed, not kept' as finding, d.* from (select * from computed except all select * from kept) d
union all
select 'kept, not computed', d.* from (select * from kept except all select * from computed) d
