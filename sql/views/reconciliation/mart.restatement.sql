-- One row: one figure that a later load changed: what it was, what it is, which file did it (docs/money.md#clocks): of a statement, or
-- of a chain's ended month (both sides of its fill rate; receivables at its end).
-- Read by: finance and system supervisors; ka trace follows it to the file. This is the database's own ledger, whether or not anybody was
-- sent the figure; who was sent one that changed is told by the restatement notices, which compare editions.
-- Left out: statements as long as they are incomplete; changes between two reconciliation runs that cancel each other; months from the
-- third before the run's date on.
create view mart.restatement as
with
-- Each value with the one before it.
kept as (
    select chain_id, account_id, statement_number, null::date as month, figure, amount, known_from, load_id, load_count
        from core.settlement_figure
    union all
    select chain_id, null, null, month, figure, amount, known_from, load_id, load_count from core.month_figure
),
-- Each value beside the one that it replaced.
value as (
    select k.*, lag(k.amount) over history as old_amount, lag(k.known_from) over history as old_known_from
    from kept k
    where k.known_from <= core.known_at()
    window history as (partition by k.chain_id, k.statement_number, k.month, k.figure order by k.known_from)
)
select v.chain_id, v.account_id, v.statement_number, v.month, v.figure, v.old_amount, v.amount as new_amount,
    v.amount - v.old_amount as change_amount,
    v.old_known_from, v.known_from as restated_at, l.file_name, v.load_count, v.load_id,
    -- The row that says it, where the file is the statement's own.
    (select min(s.row_number) from core.statement s
      where s.chain_id = v.chain_id and s.statement_number = v.statement_number and s.load_id = v.load_id) as row_number
from value v
left join ops.load l using (load_id)
where v.old_amount is not null;

comment on view mart.restatement is 'One row: one figure of a statement, or of a chain''s ended month, that a later load changed';
comment on column mart.restatement.chain_id is 'Chain';
comment on column mart.restatement.account_id is 'Settlement account; empty for a month';
comment on column mart.restatement.statement_number is 'Statement; empty for a month';
comment on column mart.restatement.month is 'First day of the month; empty for a statement';
comment on column mart.restatement.figure is
    'Of a statement: expected_payable, stated_payable, break_total. Of a month: ordered_quantity, received_quantity (fill rate by '
    'period), open_amount, overdue_amount (at its end)';
comment on column mart.restatement.old_amount is 'RMB, or sales units, as it was known before';
comment on column mart.restatement.new_amount is 'RMB, or sales units, as it is known since';
comment on column mart.restatement.change_amount is 'New less old';
comment on column mart.restatement.old_known_from is 'Reconciliation run that first found the old value';
comment on column mart.restatement.restated_at is 'Reconciliation run that found the new one';
comment on column mart.restatement.file_name is
    'File that changed it: the likeliest where load_count is above one; empty where only configuration changed';
comment on column mart.restatement.load_count is 'Files of the chain and of our master data that came since the run before';
comment on column mart.restatement.load_id is 'Load of that file';
comment on column mart.restatement.row_number is 'Row of the statement''s head in it, where it is the statement''s own file';
