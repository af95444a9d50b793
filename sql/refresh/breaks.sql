-- Keeps the money breaks that totals count, and what all differences of a statement come to, where the settlement of all chains is kept
-- and they were judged on something else. In one transaction whose clocks know everything: who asks by another one is told by
-- mart.is_break_kept().
-- What they stand on before they are read; a refresh that comes meanwhile leaves it another one, and nothing is kept until the next time.
create temp table basis on commit drop as
    select mart.break_basis() as basis where mart.is_settlement_kept();
delete from core.kept_break_state where basis is distinct from (select basis from basis);
delete from core.kept_break where not exists (select from core.kept_break_state);
insert into core.kept_break
    select chain_id, kind, amount, quantity, account_id, statement_number, line_number, order_number, delivery_number, store_id,
        product_id, is_free, occurred_on, ours, theirs, rule, limit_value, is_within_tolerance, is_carried, first_statement_number,
        our_load_id, our_row_number, their_load_id, their_row_number, claim_key
    from mart.computed_counted_break
    where exists (select from basis) and not exists (select from core.kept_break_state)
    order by chain_id, statement_number, delivery_number;
delete from core.kept_break_sum where not exists (select from core.kept_break_state);
insert into core.kept_break_sum
    select chain_id, statement_number, amount, unmentioned_amount
    from mart.computed_money_difference_sum
    where exists (select from basis) and not exists (select from core.kept_break_state);
insert into core.kept_break_state (basis)
    select basis from basis where basis = mart.break_basis() and not exists (select from core.kept_break_state);
