-- An open difference as mart.open_difference shows it: the money for us and against us apart, and who answers for it.
-- Relations that the query around it provides: difference.
-- Included by: views/claims/mart.delivery_difference.sql, views/claims/mart.price_difference.sql
-- Included by: views/claims/mart.statement_difference.sql
select difference.chain_id, family, rule, difference_key, coalesce(difference.store_id, '') as store_id, settlement_unit,
    difference.product_id, statement_number, nullif(order_number, '') as order_number, nullif(delivery_number, '') as delivery_number,
    since_on, greatest(amount, 0) as positive_amount, greatest(-amount, 0) as negative_amount, is_minor, is_listed, is_carried, our_value,
    their_value, fee_text, fee_code, likely_cause, is_settled_as_agreed, first_seen_on, last_seen_on, dispute_until, at_stake_amount,
    case_id, case_owner, store.representative_id,
    coalesce(store.supervisor_id, (
        -- Who answers for a chain where nobody else is named.
        select person_id from core.responsibility
        where role = 'supervisor' and chain_id = difference.chain_id and core.as_of() between valid_from and valid_to
          and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
        order by person_id limit 1)) as supervisor_id
from difference
-- Each store is looked up by itself (offset 0): of what tolerances and cases leave over, the planner expects one row, and went through all
-- stores of the chain for each of a hundred thousand.
left join lateral (
    select representative_id, supervisor_id from mart.store_representative as store
    where store.chain_id = difference.chain_id and store.store_id = difference.store_id
    offset 0) as store on true
