-- Staging: what one file says, typed but not yet resolved against master data. Several rows may share a row number, where one
-- physical row says several things (order and receipt, paid and free goods).

create unlogged table staging.order_line (
    load_id       bigint not null,
    row_number    integer not null,
    order_number  text collate "C" not null,
    store_id      text collate "C" not null,
    item_number   text collate "C",
    barcode       text collate "C",
    supplier_code text collate "C",
    origin        text collate "C",
    ordered_on    date not null,
    requested_on  date not null,
    units         numeric,
    cases         numeric,
    row_pack_size integer,
    unit_price    numeric,
    case_price    numeric,
    is_free       boolean not null default false
);
comment on table staging.order_line is 'One row: an order line as a file states it';
comment on column staging.order_line.units is 'Loose sales units; adds to cases × pack size where both are given';

create unlogged table staging.delivery_line (
    load_id         bigint not null,
    row_number      integer not null,
    delivery_number text collate "C" not null,
    store_id        text collate "C" not null,
    order_number    text collate "C" not null default '',
    item_number     text collate "C",
    barcode         text collate "C",
    supplier_code   text collate "C",
    kind            text collate "C" not null default 'delivery',
    shipped_on      date,
    received_on     date not null,
    shipped_units   numeric,
    shipped_cases   numeric,
    received_units  numeric,
    received_cases  numeric,
    row_pack_size   integer,
    is_free         boolean not null default false
);
comment on table staging.delivery_line is 'One row: a delivery or return line as a file states it; quantities absolute';

create unlogged table staging.statement (
    load_id            bigint not null,
    row_number         integer not null,
    statement_number   text collate "C" not null,
    supplier_code      text collate "C" not null,
    settlement_unit    text collate "C" not null default '',
    period_from        date not null,
    period_to          date not null,
    stated_on          date,
    stated_payable     numeric not null,
    stated_invoiceable numeric
);
comment on table staging.statement is 'One row: the head of a settlement statement as a file states it';

create unlogged table staging.statement_line (
    load_id          bigint not null,
    row_number       integer not null,
    statement_number text collate "C" not null,
    line_number      integer not null,
    kind             text collate "C" not null,
    delivery_number  text collate "C" not null default '',
    order_number     text collate "C" not null default '',
    store_id         text collate "C" not null default '',
    item_number      text collate "C",
    barcode          text collate "C",
    units            numeric,
    cases            numeric,
    row_pack_size    integer,
    unit_price       numeric,
    case_price       numeric,
    vat_rate         numeric,
    amount           numeric not null,
    fee_text         text,
    deduction_mode   text collate "C",
    invoice_number   text collate "C",
    is_free          boolean not null default false
);
comment on table staging.statement_line is 'One row: a line of a settlement statement as a file states it; signs as in core.statement_line';

create unlogged table staging.master_row (
    load_id    bigint not null,
    row_number integer not null,
    feed       text collate "C" not null,
    fields     jsonb not null
);
comment on table staging.master_row is 'One row: a row of a small feed (master data, invoices, item status, …) as canonical field to text';
