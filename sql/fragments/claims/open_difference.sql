-- An open difference as mart.open_difference shows it: the money for us and against us apart, and who answers for it.
-- Relations that the query around it provides: answered, the differences with representative and supervisor of their stores.
-- Included by: views/claims/mart.delivery_difference.sql, views/claims/mart.price_difference.sql
-- Included by: views/claims/mart.statement_difference.sql
select chain_id, family, rule, difference_key, coalesce(store_id, '') as store_id, settlement_unit, product_id, statement_number,
    nullif(order_number, '') as order_number, nullif(delivery_number, '') as delivery_number, since_on,
    greatest(amount, 0) as positive_amount, greatest(-amount, 0) as negative_amount, is_minor, is_listed, is_carried, our_value,
    their_value, fee_text, fee_code, likely_cause, is_settled_as_agreed, first_seen_on, last_seen_on, dispute_until, at_stake_amount,
    case_id, case_owner, representative_id, coalesce(answered.supervisor_id, chain.supervisor_id) as supervisor_id
from answered
left join (
    -- Who answers for a chain where nobody else is named.
    select chain_id, min(person_id) as supervisor_id from core.responsibility
    where role = 'supervisor' and core.as_of() between valid_from and valid_to
      and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    group by chain_id) as chain using (chain_id)
