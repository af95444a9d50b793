-- One row: one statement that counts, with the moment it closed: a later correction does not choose other terms.
-- Read by: the steps of mart.deduction_review. Left out: nothing.
create view mart.closed_statement as
select s.chain_id, s.statement_number, s.account_id, s.period_from, s.period_to, s.load_id, s.row_number, d.partition_month,
    (select min(v.arrived_at) from core.statement v
      where v.chain_id = s.chain_id and v.statement_number = s.statement_number) as closed_at,
    -- Deductions of a statement with a row still in quarantine are not judged: its own goods are not known whole.
    not exists (
        select from ops.quarantined_row q join ops.load l using (load_id)
         where l.chain_id = s.chain_id and q.document_kind = 'statement' and q.document_number = s.statement_number
           and core.is_known(l.arrived_at, l.recorded_at, 'infinity', 'infinity')
           and (q.state = 'open' or (current_setting('ka.knowledge') = 'recorded' and q.closed_at > core.known_at()))
    ) as is_judged
from core.statement s
join core.document d on d.chain_id = s.chain_id and d.kind = 'statement' and d.number = s.statement_number
where core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at);

comment on view mart.closed_statement is 'One row: one statement that counts, with the moment it closed';
comment on column mart.closed_statement.chain_id is 'Chain';
comment on column mart.closed_statement.statement_number is 'Statement';
comment on column mart.closed_statement.account_id is 'Settlement account';
comment on column mart.closed_statement.period_from is 'First business date of its period';
comment on column mart.closed_statement.period_to is 'Last business date of its period';
comment on column mart.closed_statement.load_id is 'Load of its head';
comment on column mart.closed_statement.row_number is 'Row of its head in the file';
comment on column mart.closed_statement.partition_month is 'Month of the statement and its lines';
comment on column mart.closed_statement.closed_at is 'When it first arrived: the terms known then are those it is judged by';
comment on column mart.closed_statement.is_judged is 'Whether its deductions can be judged: none of its rows waits in quarantine';
