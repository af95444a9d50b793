-- The newest case about each claim; its deadline holds until the chain has heard of it.
-- Included by: views/claims/mart.delivery_difference.sql, views/claims/mart.statement_difference.sql
select chain_id, kind, claim_key, case_id, state, at_stake_amount, owner,
    case when state = 'open' then dispute_until end as dispute_until
from mart.newest_case
