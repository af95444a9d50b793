-- Reads what the reconciliation workbooks of one transaction show, each view once, however many readers get a workbook of their own:
-- planning and computing the breaks of past moments takes longer than writing them. Parameters: @chains, @from, @to (period ends).
drop table if exists
    pg_temp.read_statement, pg_temp.read_break, pg_temp.read_open, pg_temp.read_deduction, pg_temp.read_terms, pg_temp.read_span;

-- What was read.
create temp table read_span on commit drop as
    select @chains::text[] as chains, @from::date as first_end, @to::date as last_end;

create temp table read_statement on commit drop as
    select * from mart.statement_reconciliation where chain_id = any (@chains) and period_to between @from and @to;
analyze read_statement;

create temp table read_break on commit drop as
    select found.* from mart.statement_break as found join read_statement using (chain_id, statement_number);

create temp table read_open on commit drop as
    select chain_id, statement_number, sum(positive_amount) as positive, sum(negative_amount) as negative
    from mart.open_difference join read_statement using (chain_id, statement_number)
    where family = 'statement'
    group by chain_id, statement_number;

create temp table read_deduction on commit drop as
    select review.* from mart.deduction_review as review join read_statement using (chain_id, statement_number);

create temp table read_terms on commit drop as
    select changed.* from mart.deduction_terms_changed as changed join read_statement using (chain_id, statement_number);
analyze read_break, read_open, read_deduction, read_terms;
