-- A clause may take its per cent of amounts without VAT (reconciliation.md 5: a term may name another base).
alter table core.contract_term add column basis text collate "C" not null default 'including',
    add constraint contract_term_basis_known check (basis in ('including', 'excluding'));
comment on column core.contract_term.basis is 'Whether its base counts with VAT: including or excluding';
comment on column core.contract_term.base is 'What the pct is taken of: goods_less_returns, or goods alone; of the statement, month or contract year that per names';
