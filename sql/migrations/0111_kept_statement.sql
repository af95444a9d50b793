-- Sums of a statement's lines beside the kept settlement, so that no report adds up millions of rows that have nothing to say: kept
-- by the same refresh, for the statements it touches.
create table core.kept_statement (
    chain_id         text collate "C" not null,
    statement_number text collate "C" not null,
    entry_worth        numeric not null default 0,
    goods_amount       numeric not null default 0,
    deduction_amount   numeric not null default 0,
    invoiceable_amount numeric not null default 0,
    payable_amount     numeric not null default 0,
    primary key (chain_id, statement_number)
);
comment on table core.kept_statement is 'One row: a statement as known now, with the sums of its lines; read where mart.is_kept()';
comment on column core.kept_statement.chain_id is 'Chain';
comment on column core.kept_statement.statement_number is 'Statement (对账单/结算单)';
comment on column core.kept_statement.entry_worth is 'What the lines that it settles still had to settle when it came, RMB including VAT';
comment on column core.kept_statement.goods_amount is 'Its goods less returns as stated, RMB including VAT';
comment on column core.kept_statement.deduction_amount is 'Its deductions as stated, without what is paid apart, RMB including VAT, negative';
comment on column core.kept_statement.invoiceable_amount is 'Its goods less returns and deductions on the invoice, RMB including VAT';
comment on column core.kept_statement.payable_amount is 'All its lines but what is paid apart, RMB including VAT';

-- What was kept before has no sums: the next refresh fills both anew.
truncate core.kept_settlement;
delete from core.kept_state;
