-- One row: one contract that a statement could be judged by, on one of two bases: the terms known when it closed, or those known to the
-- report. Which they are, and which goes first, is mart.contract_in_force at the end of the statement's period.
-- Read by: the steps of mart.deduction_review. Left out: contracts that began after the statement's period.
-- Depends on: mart.closed_statement, mart.contract_in_force
create view mart.statement_contract as
with
-- Two bases: the terms known when it closed, and those known to the report.
basis as (
    select c.*, b.is_now, b.moment
    from mart.closed_statement c cross join lateral (values (false, c.closed_at), (true, core.known_at())) as b (is_now, moment)
)
select b.chain_id, b.statement_number, b.is_now, b.moment, b.period_from, b.period_to, b.account_id,
    b.load_id, b.row_number, b.is_judged, c.contract_id, c.contract_account_id, c.valid_from, c.valid_to, c.preference
from basis b
cross join lateral mart.contract_in_force(b.chain_id, b.account_id, b.period_to, (b.moment at time zone 'Asia/Shanghai')::date,
    b.moment) c;

comment on view mart.statement_contract is 'One row: one contract that a statement could be judged by, on one basis';
comment on column mart.statement_contract.chain_id is 'Chain';
comment on column mart.statement_contract.statement_number is 'Statement';
comment on column mart.statement_contract.is_now is
    'Basis: false the terms known when the statement closed, true those known to the report';
comment on column mart.statement_contract.moment is 'The moment of that basis';
comment on column mart.statement_contract.period_from is 'First business date of the statement''s period';
comment on column mart.statement_contract.period_to is 'Last business date of the statement''s period';
comment on column mart.statement_contract.account_id is 'Settlement account of the statement';
comment on column mart.statement_contract.load_id is 'Load of the statement''s head';
comment on column mart.statement_contract.row_number is 'Row of its head in the file';
comment on column mart.statement_contract.is_judged is 'Whether its deductions can be judged: none of its rows waits in quarantine';
comment on column mart.statement_contract.contract_id is 'Contract';
comment on column mart.statement_contract.contract_account_id is 'Settlement account that the contract is for; null for the whole chain';
comment on column mart.statement_contract.valid_from is 'First day of the contract';
comment on column mart.statement_contract.valid_to is 'Last day of the contract';
comment on column mart.statement_contract.preference is '1 for the contracts that are asked first, counting up';
