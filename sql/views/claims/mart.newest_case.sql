-- One row: the newest case about one difference, in the state that it had at the clock.
-- Read by: mart.open_difference, finance's workbook. Left out: differences about which no case was opened.
create view mart.newest_case as
with step as (
    -- The last step of each by the clock, read through once.
    select distinct on (case_id) case_id, to_state
    from ops.case_event where happened_at <= core.known_at()
    order by case_id, event_id desc
), newest as (
    -- The newest about each difference; one that is carried from statement to statement is named by its first appearance.
    select claim.chain_id, seen.kind, seen.claim_key, max(claim.case_id) as case_id
    from ops.case_appearance as seen
    join ops."case" as claim using (case_id)
    where seen.is_first
    group by claim.chain_id, seen.kind, seen.claim_key
)
select newest.chain_id, newest.kind, newest.claim_key, case_id, coalesce(step.to_state, 'open') as state, claim.dispute_until,
    claim.at_stake_amount, nullif(claim.owner, '') as owner
from newest
join ops."case" as claim using (case_id)
left join step using (case_id);

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
