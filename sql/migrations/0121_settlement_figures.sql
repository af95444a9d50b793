-- Figures of a statement as they were known, one after the other: a figure that a later load alters is restated, and both values stay.
create table core.settlement_figure (
    chain_id         text collate "C" not null,
    statement_number text collate "C" not null,
    figure           text collate "C" not null,
    amount           numeric(16, 2) not null,
    account_id       text collate "C" not null,
    known_from       timestamptz not null,
    known_to         timestamptz not null default 'infinity',
    load_id          bigint references ops.load,
    load_count       integer not null default 0,
    primary key (chain_id, statement_number, figure, known_from),
    constraint settlement_figure_known check (figure in ('expected_payable', 'stated_payable', 'break_total')),
    constraint settlement_figure_time_ordered check (known_from < known_to)
);
comment on table core.settlement_figure is 'One row: one figure of a statement for as long as it was known so; written by each reconciliation run, never rewritten';
comment on column core.settlement_figure.chain_id is 'Chain';
comment on column core.settlement_figure.statement_number is 'Statement';
comment on column core.settlement_figure.figure is 'expected_payable, stated_payable or break_total, as in mart.statement_reconciliation';
comment on column core.settlement_figure.amount is 'RMB including VAT';
comment on column core.settlement_figure.account_id is 'Settlement account';
comment on column core.settlement_figure.known_from is 'Reconciliation run that first found it';
comment on column core.settlement_figure.known_to is 'Run that found another value; infinity while it stands';
comment on column core.settlement_figure.load_id is 'Load that changed the figure to this value; empty for the first value, and where only configuration changed';
comment on column core.settlement_figure.load_count is 'Loads of the chain, and of our master data, that came between the run before and known_from: with one, the cause is certain';

create table core.settlement_figure_run (
    checked_at timestamptz not null primary key
);
comment on table core.settlement_figure_run is 'One row: the last reconciliation run that compared the figures';
comment on column core.settlement_figure_run.checked_at is 'When';
