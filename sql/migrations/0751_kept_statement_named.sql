-- The function that says whether the kept settlement answers has the settlement in its name.
comment on table core.kept_statement is
    'One row: a statement as known now, with the sums of its lines; read where mart.is_settlement_kept()';
