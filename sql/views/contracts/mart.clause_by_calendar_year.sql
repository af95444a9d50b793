-- One row: one tier of one clause (a clause without tiers: one row) of a contract that holds for a chain in a year, with what the year's
-- statements have taken and reached of it. Read by: the negotiation pack.
-- Left out: contracts that are not signed by the as-of date; last year's terms hold until a new contract is signed.
-- Depends on: mart.contract_in_force, mart.fee_ratio, mart.rebate_accrual
create view mart.clause_by_calendar_year as
with signed as (
    -- Signed contracts in each year from their first on: a contract that has ended still stands where none followed.
    select contract.chain_id, contract.contract_id, contract.account_id, contract.valid_to, span.year,
        make_date(span.year, 1, 1) as year_from, make_date(span.year, 12, 31) as year_to
    from core.contract as contract
    cross join lateral generate_series(
        extract(year from contract.valid_from)::integer, extract(year from core.as_of())::integer + 1) as span (year)
    where contract.signed_on <= core.as_of()
      and core.is_known(contract.arrived_at, contract.recorded_at, contract.superseded_at, contract.superseded_recorded_at)
), held as (
    -- Every contract that runs in the year, an account's own beside the chain's; of those that have ended, the one that holds on.
    select signed.*
    from signed
    where signed.valid_to >= signed.year_from or exists (
        select from mart.contract_in_force(signed.chain_id, signed.account_id, signed.year_to, core.as_of(), core.known_at()) as holding
        where holding.contract_id = signed.contract_id and holding.place = 1)
), taken as (
    -- What statements of the year have taken of each fee.
    select chain_id, extract(year from month)::integer as year, fee_code, sum(fee_amount) as taken_amount
    from mart.fee_ratio
    group by chain_id, extract(year from month), fee_code
), clause as (
    -- The clauses with their tiers and with what has accrued. What was taken stands on a clause's first tier alone, so that it adds up.
    select contract.chain_id, contract.year, contract.contract_id, contract.account_id, term.term_id, term.clause, term.fee_code, term.kind,
        term.per, term.pct, term.amount, term.cap_amount, tier.sales_from as tier_from, tier.pct as tier_pct,
        case when row_number() over (
            partition by contract.chain_id, contract.year, term.contract_id, term.term_id order by tier.sales_from) = 1
            then coalesce(taken.taken_amount, 0.00) end as taken_amount,
        accrual.sales_amount, accrual.reached_pct, accrual.accrued_amount
    from held as contract
    join core.contract_term as term on term.chain_id = contract.chain_id and term.contract_id = contract.contract_id
        and core.is_known(term.arrived_at, term.recorded_at, term.superseded_at, term.superseded_recorded_at)
    left join taken on taken.chain_id = contract.chain_id and taken.year = contract.year and taken.fee_code = term.fee_code
    left join mart.rebate_accrual as accrual on accrual.chain_id = contract.chain_id
        and (accrual.contract_id, accrual.clause, accrual.fee_code) = (term.contract_id, term.clause, term.fee_code)
    left join core.contract_tier as tier on tier.chain_id = term.chain_id and tier.contract_id = term.contract_id
        and tier.term_id = term.term_id
        and core.is_known(tier.arrived_at, tier.recorded_at, tier.superseded_at, tier.superseded_recorded_at)
)
select chain_id, year, contract_id, account_id, term_id, clause, fee_code, kind, per, pct, amount, cap_amount, taken_amount,
    tier_from, tier_pct, sales_amount, sales_amount >= tier_from as is_reached,
    case when tier_pct is null or tier_pct = reached_pct then accrued_amount end as accrued_amount
from clause;

comment on view mart.clause_by_calendar_year is
    'One row: one tier of one clause, or a clause without tiers, of a contract that holds for a chain in a year';
comment on column mart.clause_by_calendar_year.chain_id is 'Chain';
comment on column mart.clause_by_calendar_year.year is 'Calendar year';
comment on column mart.clause_by_calendar_year.contract_id is 'Contract';
comment on column mart.clause_by_calendar_year.account_id is 'Settlement account that it is of; null: the whole chain';
comment on column mart.clause_by_calendar_year.term_id is 'Its clause, by our number';
comment on column mart.clause_by_calendar_year.clause is 'Clause as the paper numbers it';
comment on column mart.clause_by_calendar_year.fee_code is 'Our fee code';
comment on column mart.clause_by_calendar_year.kind is 'fixed, percentage, unconditional_rebate or tiered_rebate';
comment on column mart.clause_by_calendar_year.per is 'statement, month or year';
comment on column mart.clause_by_calendar_year.pct is 'Per cent; null for a fixed amount and for tiers';
comment on column mart.clause_by_calendar_year.amount is 'RMB of a fixed fee; null otherwise';
comment on column mart.clause_by_calendar_year.cap_amount is 'RMB at most; null: none';
comment on column mart.clause_by_calendar_year.taken_amount is
    'RMB that statements of the year have taken of the fee; on the first tier alone, null on the others';
comment on column mart.clause_by_calendar_year.tier_from is 'RMB of yearly sales from which the tier holds; null without tiers';
comment on column mart.clause_by_calendar_year.tier_pct is 'Per cent of the tier';
comment on column mart.clause_by_calendar_year.sales_amount is
    'RMB settled in the contract''s year so far; null where nothing accrues by year';
comment on column mart.clause_by_calendar_year.is_reached is 'Whether these sales have reached the tier; null without tiers or sales';
comment on column mart.clause_by_calendar_year.accrued_amount is
    'RMB accrued so far; on the tier that was reached, or on a clause without tiers';
