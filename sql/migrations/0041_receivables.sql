-- Our VAT invoices to the chains and what the chains paid (domain.md 5.3). A date that becomes known later (submission, the chain's
-- receipt) is a new version of the same invoice.

create table core.invoice (
    chain_id         text collate "C" not null,
    invoice_number   text collate "C" not null,
    statement_number text collate "C" not null,
    issued_on        date not null,
    amount           numeric(16, 2) not null,
    submitted_on     date,
    received_on      date,
    load_id          bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint invoice_days_ordered check (submitted_on >= issued_on and received_on >= coalesce(submitted_on, issued_on)),
    constraint invoice_version_once unique nulls not distinct (chain_id, invoice_number, arrived_at, load_id, recorded_at)
);
create index invoice_of_statement on core.invoice (chain_id, statement_number);
comment on table core.invoice is 'One row: one version of one of our VAT invoices; a statement may have several';
comment on column core.invoice.chain_id is 'Chain';
comment on column core.invoice.invoice_number is 'Number of the VAT invoice';
comment on column core.invoice.statement_number is 'Statement it bills';
comment on column core.invoice.issued_on is 'Date of the invoice';
comment on column core.invoice.amount is 'RMB including VAT';
comment on column core.invoice.submitted_on is 'Day we handed it to the chain (投票日)';
comment on column core.invoice.received_on is 'Day the chain received it: the payment term runs from here (账期)';
comment on column core.invoice.load_id is 'Load it came with';
comment on column core.invoice.row_number is 'Row of that file';
comment on column core.invoice.arrived_at is 'When this version arrived';
comment on column core.invoice.recorded_at is 'When it was recorded here';
comment on column core.invoice.superseded_at is 'Arrival of the version that replaced it; infinity while it is in force';
comment on column core.invoice.superseded_recorded_at is 'When that one was recorded here; infinity likewise';
comment on column core.invoice.superseded_by is 'Load whose file ended this version; empty while in force';

create table core.payment_line (
    chain_id         text collate "C" not null,
    payment_number   text collate "C" not null,
    statement_number text collate "C" not null,
    paid_on          date not null,
    amount           numeric(16, 2) not null,
    load_id          bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint payment_line_version_once unique nulls not distinct (chain_id, payment_number, statement_number, arrived_at, load_id, recorded_at)
);
create index payment_line_of_statement on core.payment_line (chain_id, statement_number);
comment on table core.payment_line is 'One row: one version of the part of one payment that settles one statement; a payment may cover several, a statement take several';
comment on column core.payment_line.chain_id is 'Chain';
comment on column core.payment_line.payment_number is 'Number of the payment (bank reference or the chains remittance)';
comment on column core.payment_line.statement_number is 'Statement it settles';
comment on column core.payment_line.paid_on is 'Day the money came';
comment on column core.payment_line.amount is 'RMB received for that statement; negative when taken back';
comment on column core.payment_line.load_id is 'Load it came with';
comment on column core.payment_line.row_number is 'Row of that file';
comment on column core.payment_line.arrived_at is 'When this version arrived';
comment on column core.payment_line.recorded_at is 'When it was recorded here';
comment on column core.payment_line.superseded_at is 'Arrival of the version that replaced it; infinity while it is in force';
comment on column core.payment_line.superseded_recorded_at is 'When that one was recorded here; infinity likewise';
comment on column core.payment_line.superseded_by is 'Load whose file ended this version; empty while in force';
