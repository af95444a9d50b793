-- The newest case about each claim; its deadline holds until the chain has heard of it.
-- Included by: views/claims/mart.delivery_difference.sql, views/claims/mart.statement_difference.sql
select chain_id, kind, claim_key, case_id, at_stake_amount, owner,
    -- Told as a truth, of which the planner expects half: of a list of states it expected that one row is left, and looped.
    state in ('credited', 'written_off', 'cleared') as is_closed,
    case when state = 'open' then dispute_until end as dispute_until
from mart.newest_case
