-- One row: one settlement account and days on which its goods are on consignment (代销): it pays for what its stores sold, and deliveries
-- only move stock (docs/money.md#consignment). Which contract holds on a day is mart.contract_in_force.
-- Read by: mart.sold_line and the settlement. Left out: accounts that pay for what they received.
-- Depends on: mart.contract_in_force
create view mart.consigned_account as
with
-- Chains that have such a contract.
chain as (
    select distinct chain_id from core.contract
    where contract_type = 'consignment' and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- The days on which another contract may come to hold for an account of theirs.
step as (
    select account.chain_id, account.account_id, day.valid_from
    from chain
    join core.settlement_account account using (chain_id)
    join core.contract contract on contract.chain_id = account.chain_id
        and coalesce(contract.account_id, account.account_id) = account.account_id
        and core.is_known(contract.arrived_at, contract.recorded_at, contract.superseded_at, contract.superseded_recorded_at)
    cross join lateral (values (contract.valid_from), (contract.valid_to + 1)) as day (valid_from)
    where core.is_known(account.arrived_at, account.recorded_at, account.superseded_at, account.superseded_recorded_at)
        and day.valid_from < 'infinity'
    group by account.chain_id, account.account_id, day.valid_from
),
-- The kind of contract that holds from each of them on, beside the kind until then.
held as (
    select step.*, contract.contract_type,
        lag(contract.contract_type) over (partition by step.chain_id, step.account_id order by step.valid_from) as type_before
    from step
    cross join lateral mart.contract_in_force(step.chain_id, step.account_id, step.valid_from,
        (core.known_at() at time zone 'Asia/Shanghai')::date, core.known_at()) as held
    join core.contract contract on contract.chain_id = step.chain_id and contract.contract_id = held.contract_id
    where held.place = 1
        and core.is_known(contract.arrived_at, contract.recorded_at, contract.superseded_at, contract.superseded_recorded_at)
),
-- Each stretch of days under one kind.
stretch as (
    select *, (lead(valid_from, 1, 'infinity') over (partition by chain_id, account_id order by valid_from) - 1)::date as valid_to
    from held
    where contract_type is distinct from type_before
)
select chain_id, account_id, valid_from, valid_to
from stretch
where contract_type = 'consignment';

comment on view mart.consigned_account is 'One row: one settlement account and days on which it pays for what was sold (代销)';
comment on column mart.consigned_account.chain_id is 'Chain';
comment on column mart.consigned_account.account_id is 'Settlement account';
comment on column mart.consigned_account.valid_from is 'First day';
comment on column mart.consigned_account.valid_to is 'Last day; infinity where no other contract follows';
