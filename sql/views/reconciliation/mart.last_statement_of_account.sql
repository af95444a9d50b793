-- One row: one settlement account with its newest statement. What a delivery leaves unsettled shows on every statement until it is
-- settled; a total over several statements counts it here alone (docs/money.md#cases, decision 0051).
-- Read by: mart.statement_break. Left out: accounts without a statement.
create view mart.last_statement_of_account as
select distinct on (chain_id, account_id) chain_id, account_id, statement_number, period_to
from core.statement
where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
order by chain_id, account_id, period_to desc, statement_number collate "C" desc;

comment on view mart.last_statement_of_account is 'One row: one settlement account with its newest statement';
comment on column mart.last_statement_of_account.chain_id is 'Chain';
comment on column mart.last_statement_of_account.account_id is 'Settlement account';
comment on column mart.last_statement_of_account.statement_number is 'Its newest statement: by period end, then number';
comment on column mart.last_statement_of_account.period_to is 'Last day of that statement''s period';
