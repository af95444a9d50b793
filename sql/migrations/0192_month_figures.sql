-- Fill rates and ageing of months that have ended, as they were known, one after the other: like core.settlement_figure for statements.
create table core.month_figure (
    chain_id   text collate "C" not null,
    month      date not null,
    figure     text collate "C" not null,
    amount     numeric(18, 3) not null,
    known_from timestamptz not null,
    known_to   timestamptz not null default 'infinity',
    load_id    bigint references ops.load,
    load_count integer not null default 0,
    primary key (chain_id, month, figure, known_from),
    constraint month_figure_known check (figure in ('ordered_quantity', 'received_quantity', 'open_amount', 'overdue_amount')),
    constraint month_figure_of_a_month check (extract(day from month) = 1),
    constraint month_figure_time_ordered check (known_from < known_to)
);
comment on table core.month_figure is 'One row: one figure of a chain''s ended month for as long as it was known so; written by each reconciliation run for the two months before its date, never rewritten';
comment on column core.month_figure.chain_id is 'Chain';
comment on column core.month_figure.month is 'First day of the month';
comment on column core.month_figure.figure is 'ordered_quantity, received_quantity: the two sides of the fill rate by period; open_amount, overdue_amount: receivables at the month''s end';
comment on column core.month_figure.amount is 'Sales units, or RMB including VAT';
comment on column core.month_figure.known_from is 'Reconciliation run that first found it';
comment on column core.month_figure.known_to is 'Run that found another value; infinity while it stands';
comment on column core.month_figure.load_id is 'Load that changed the figure to this value: the likeliest of those since; empty for the first value, and where only configuration changed';
comment on column core.month_figure.load_count is 'Loads of the chain, and of our master data, that came between the run before and known_from: with one, the cause is certain';
