-- Deductions are few among the lines of statements, and pages ask for them by their statement.
create index statement_line_deduction on core.statement_line (chain_id, statement_number) where kind = 'deduction';
