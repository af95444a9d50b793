-- One row: the newest case about one difference, in the state that it had at the clock.
-- Read by: mart.open_difference, finance's workbook. Left out: differences about which no case was opened.
create view mart.newest_case as
with step as (
    -- The last step of each by the clock, read through once.
    select distinct on (case_id) case_id, to_state
    from ops.case_event where happened_at <= core.known_at()
    order by case_id, event_id desc
), claim as (
    -- Each case once with its state: it is seen on many statements.
    select c.case_id, c.chain_id, coalesce(step.to_state, 'open') as state, c.dispute_until, c.at_stake_amount, nullif(c.owner, '') as owner
    from ops."case" as c
    left join step using (case_id)
), seen as (
    -- What it is about.
    select distinct case_id, kind, claim_key from ops.case_appearance
)
select distinct on (claim.chain_id, seen.kind, seen.claim_key) claim.chain_id, seen.kind, seen.claim_key, claim.case_id, claim.state,
    claim.dispute_until, claim.at_stake_amount, claim.owner
from claim
join seen using (case_id)
order by claim.chain_id, seen.kind, seen.claim_key, claim.case_id desc;

comment on view mart.newest_case is 'One row: the newest case about one difference, in the state that it had at the clock';
comment on column mart.newest_case.chain_id is 'Chain';
comment on column mart.newest_case.kind is 'Kind of break under which the case was seen';
comment on column mart.newest_case.claim_key is 'Stable key of the source row that the case is about';
comment on column mart.newest_case.case_id is 'Number people use';
comment on column mart.newest_case.state is 'State by ka.known_at; open before its first step';
comment on column mart.newest_case.dispute_until is
    'Last working day on which the chain must still hear of it; empty where the contract sets none';
comment on column mart.newest_case.at_stake_amount is 'RMB that a missing invoice puts at stake';
comment on column mart.newest_case.owner is 'Person who works on it; empty: nobody yet';
