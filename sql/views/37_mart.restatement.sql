-- One row: one figure of a statement that a later load changed: what it was, what it is, which file did it (reconciliation.md 1).
-- Read by: finance and system supervisors; ka trace follows it to the file. Units of daily digests are restated in the next daily.
-- Left out: statements as long as they are incomplete; changes between two reconciliation runs that cancel each other.
create view mart.restatement as
with
-- Each value with the one before it.
value as (
    select f.*, lag(f.amount) over history as old_amount, lag(f.known_from) over history as old_known_from
    from core.settlement_figure f
    where f.known_from <= core.known_at()
    window history as (partition by f.chain_id, f.statement_number, f.figure order by f.known_from)
)
select v.chain_id, v.account_id, v.statement_number, v.figure, v.old_amount, v.amount as new_amount, v.amount - v.old_amount as change_amount,
    v.old_known_from, v.known_from as restated_at, l.file_name, v.load_count, v.load_id,
    -- The row that says it, where the file is the statement's own.
    (select min(s.row_number) from core.statement s
      where s.chain_id = v.chain_id and s.statement_number = v.statement_number and s.load_id = v.load_id) as row_number
from value v
left join ops.load l using (load_id)
where v.old_amount is not null;

comment on view mart.restatement is 'One row: one figure of a statement that a later load changed';
comment on column mart.restatement.chain_id is 'Chain';
comment on column mart.restatement.account_id is 'Settlement account';
comment on column mart.restatement.statement_number is 'Statement';
comment on column mart.restatement.figure is 'expected_payable, stated_payable or break_total';
comment on column mart.restatement.old_amount is 'RMB as it was known before';
comment on column mart.restatement.new_amount is 'RMB as it is known since';
comment on column mart.restatement.change_amount is 'RMB: new less old';
comment on column mart.restatement.old_known_from is 'Reconciliation run that first found the old value';
comment on column mart.restatement.restated_at is 'Reconciliation run that found the new one';
comment on column mart.restatement.file_name is 'File that changed it: the likeliest where load_count is above one; empty where only configuration changed';
comment on column mart.restatement.load_count is 'Files of the chain and of our master data that came since the run before';
comment on column mart.restatement.load_id is 'Load of that file';
comment on column mart.restatement.row_number is 'Row of the statement''s head in it, where it is the statement''s own file';
