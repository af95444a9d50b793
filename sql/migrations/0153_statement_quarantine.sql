-- How many rows of a statement wait in quarantine is asked of each statement, by its number: without this each asked through all
-- rows that ever waited.
create index quarantined_row_of_statement on ops.quarantined_row (document_number) where document_kind = 'statement';
