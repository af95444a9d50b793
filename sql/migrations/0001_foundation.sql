-- The foundation: schemas, the two clocks, the load ledger, master data, and the versioned facts of orders, deliveries and statements.
--
-- Every versioned row carries four moments (reconciliation.md 1):
--   arrived_at              when its file arrived at the portal; what stood before we kept records has -infinity
--   recorded_at             when it was recorded here
--   superseded_at           arrival of the version that replaced it; infinity while it is in force
--   superseded_recorded_at  when that version was recorded here; infinity likewise
-- Versions are ordered by arrival, not by load order, so files may be loaded in any order and the end state is the same.

create schema staging;
create schema core;
create schema mart;
comment on schema staging is 'Typed copy of one file at a time; key = load and row';
comment on schema core is 'Truth: versioned facts and master data with named constraints';
comment on schema mart is 'What people read: views rebuilt from sql/views';
comment on schema ops is 'Loads, runs, deliveries of mail, cases, audit';

-- ---------------------------------------------------------------- the two clocks
create function core.as_of() returns date language sql stable parallel safe
    return current_setting('ka.as_of')::date;
comment on function core.as_of() is 'Business date at whose end statuses are judged: the setting ka.as_of';

create function core.known_at() returns timestamptz language sql stable parallel safe
    return current_setting('ka.known_at')::timestamptz;
comment on function core.known_at() is 'Moment up to which rows count: the setting ka.known_at';

-- A plain SQL body, so that the planner inlines it into the views' filters.
create function core.is_known(
    arrived_at timestamptz, recorded_at timestamptz, superseded_at timestamptz, superseded_recorded_at timestamptz)
returns boolean language sql stable parallel safe as $$
    select case when current_setting('ka.knowledge') = 'recorded'
        then recorded_at <= current_setting('ka.known_at')::timestamptz
             and superseded_recorded_at > current_setting('ka.known_at')::timestamptz
        else arrived_at <= current_setting('ka.known_at')::timestamptz
             and superseded_at > current_setting('ka.known_at')::timestamptz
        end
$$;
comment on function core.is_known(timestamptz, timestamptz, timestamptz, timestamptz) is
    'Whether a version was in force at ka.known_at, by arrival (new question) or by record (reprint)';

-- ---------------------------------------------------------------- the load ledger
create table ops.load (
    load_id          bigint generated always as identity primary key,
    chain_id         text collate "C" not null,
    report           text collate "C" not null,
    file_name        text not null,
    sha256           text collate "C" not null,
    byte_count       bigint not null,
    source           text not null,
    business_date    date,
    arrived_at       timestamptz not null,
    recorded_at      timestamptz not null,
    profile_version  text collate "C" not null,
    state            text collate "C" not null,
    rows_in          bigint not null default 0,
    rows_loaded      bigint not null default 0,
    rows_quarantined bigint not null default 0,
    rows_duplicate   bigint not null default 0,
    finding          text,
    run_id           bigint,
    constraint load_state_known check (state in ('loaded', 'duplicate', 'empty', 'held', 'refused')),
    constraint load_rows_add_up check (rows_in = rows_loaded + rows_quarantined + rows_duplicate),
    constraint load_rows_not_negative check (least(rows_loaded, rows_quarantined, rows_duplicate) >= 0),
    constraint load_once unique (chain_id, report, sha256, file_name)
);
comment on table ops.load is 'One row: one file as one report of one chain (chain_id is empty for the company''s own master data)';
comment on column ops.load.report is 'Name of the report in the chain''s profile that read the file';
comment on column ops.load.sha256 is 'Hash of the content; the archive keeps the file under it';
comment on column ops.load.source is 'Where it came from: command line, folder, sftp, http';
comment on column ops.load.business_date is 'Business date the file is about, where the profile can tell';
comment on column ops.load.state is 'loaded; duplicate: same content under another name; empty: 0 bytes; held: a required column is missing; refused: cut off or unreadable';
comment on column ops.load.finding is 'What a person should know about the file, in words';

create table ops.quarantined_row (
    load_id          bigint not null references ops.load,
    row_number       integer not null,
    sheet            text not null default '',
    column_name      text,
    rule             text collate "C" not null,
    found            text,
    expected         text,
    raw              jsonb not null,
    document_kind    text collate "C",
    document_number  text collate "C",
    state            text collate "C" not null default 'open',
    closed_at        timestamptz,
    closed_by        text,
    closed_reason    text,
    constraint quarantined_row_state_known check (state in ('open', 'replayed', 'released')),
    primary key (load_id, sheet, row_number)
);
comment on table ops.quarantined_row is 'One row: one data row of a file that was not loaded, kept whole with the reason';
comment on column ops.quarantined_row.rule is 'Which rule it broke, as a stable word';
comment on column ops.quarantined_row.raw is 'The row as read: header to text';
comment on column ops.quarantined_row.document_number is 'Order, delivery note or statement it belongs to, where readable: a statement with an open row is incomplete';

-- ---------------------------------------------------------------- configuration mirrored for SQL
create table core.calendar_day (
    day            date primary key,
    is_working_day boolean not null,
    working_number integer not null,
    note           text
);
comment on table core.calendar_day is 'One row: one day of the national calendar with its swapped days, from config/calendar';
comment on column core.calendar_day.working_number is
    'Working days since the calendar''s begin up to and including this day: the n-th working day after D is the working day numbered working_number(D) + n';

create table core.chain (
    chain_id   text collate "C" primary key,
    name       text not null,
    name_en    text not null,
    price_basis text collate "C" not null default 'contract',
    constraint chain_price_basis_known check (price_basis in ('contract', 'order'))
);
comment on table core.chain is 'One row: one retail chain (KA系统), from config/chains';
comment on column core.chain.price_basis is 'order: the order''s own price is the agreed one; contract: promotion, else price list, else the order''s';

create table core.settlement_account (
    chain_id           text collate "C" not null references core.chain,
    account_id         text collate "C" not null,
    supplier_code      text collate "C" not null,
    settlement_unit    text collate "C" not null default '',
    statement_basis    text collate "C" not null,
    price_decimals     smallint not null,
    cutoff_days        integer not null default 0,
    rounding_tolerance numeric(6, 2) not null default 0.02,
    grace_days         integer not null default 1,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint settlement_account_basis_known check (statement_basis in ('including', 'excluding')),
    constraint settlement_account_price_decimals_range check (price_decimals between 0 and 6),
    primary key (chain_id, account_id, arrived_at)
);
comment on table core.settlement_account is 'One row: one version of an account under which a chain settles (supplier code, and unit where the profile says so), from config/chains';
comment on column core.settlement_account.settlement_unit is 'Region, store or warehouse; empty where the chain settles per supplier code';
comment on column core.settlement_account.statement_basis is 'Whether the statement''s unit prices include VAT';
comment on column core.settlement_account.price_decimals is 'Decimals of its unit prices';
comment on column core.settlement_account.cutoff_days is 'A statement holds what was received up to period end minus these days';
comment on column core.settlement_account.rounding_tolerance is 'RMB per line up to which an amount difference counts as rounding';
comment on column core.settlement_account.grace_days is 'Working days after the requested date until a delivery is due';

create table core.tolerance (
    chain_id       text collate "C" not null references core.chain,
    measure        text collate "C" not null,
    valid_from     date not null,
    valid_to       date not null default 'infinity',
    lower_absolute numeric(14, 4),
    upper_absolute numeric(14, 4),
    lower_pct      numeric(9, 4),
    upper_pct      numeric(9, 4),
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint tolerance_measure_known check (measure in ('quantity', 'unit_price', 'line_amount', 'order_total')),
    constraint tolerance_period_ordered check (valid_from <= valid_to),
    primary key (chain_id, measure, valid_from, arrived_at)
);
comment on table core.tolerance is 'One row: one version of what a chain''s difference may be before it is a break, from config/chains; absolute in units or RMB, pct in per cent; both ends of the period included';

-- ---------------------------------------------------------------- master data
create table core.product (
    product_id   text collate "C" not null,
    valid_from   date not null,
    valid_to     date not null default 'infinity',
    name         text not null,
    name_en      text,
    category     text not null,
    assortment   text collate "C" not null default 'other',
    pack_size    integer not null,
    unit_volume_ml integer,
    unit_barcode text collate "C",
    case_barcode text collate "C",
    vat_rate     numeric(5, 4) not null,
    launched_on  date,
    load_id      bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint product_assortment_known check (assortment in ('core', 'children', 'new', 'region', 'other')),
    constraint product_pack_size_positive check (pack_size > 0),
    constraint product_vat_rate_range check (vat_rate between 0 and 1),
    primary key (product_id, valid_from, arrived_at)
);
comment on table core.product is 'One row: one of our products as it was from valid_from to valid_to, both included';
comment on column core.product.pack_size is 'Units in a case (入数)';
comment on column core.product.vat_rate is 'VAT rate as a fraction: 0.09 or 0.13';
comment on column core.product.assortment is 'Group of the mandatory assortment 35 + X (M6.1.1)';

create table core.chain_item (
    chain_id    text collate "C" not null,
    item_number text collate "C" not null,
    product_id  text collate "C" not null,
    pack_size   integer,
    listed_on   date,
    delisted_on date,
    load_id     bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    primary key (chain_id, item_number, arrived_at)
);
comment on table core.chain_item is 'One row: a chain''s own number (产品货号/店内码) for one of our products';
comment on column core.chain_item.pack_size is 'The chain''s units per case where it differs from ours';

create table core.store (
    chain_id      text collate "C" not null,
    store_id      text collate "C" not null,
    valid_from    date not null,
    valid_to      date not null default 'infinity',
    name          text not null,
    region        text not null,
    city          text not null,
    area_m2       integer,
    checkouts     integer,
    store_format  text collate "C",
    delivery_mode text collate "C" not null,
    dealer        text,
    warehouse     text,
    load_id       bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint store_delivery_mode_known check (delivery_mode in ('direct', 'warehouse')),
    primary key (chain_id, store_id, valid_from, arrived_at)
);
comment on table core.store is 'One row: one store of a chain as it was from valid_from to valid_to, both included';
comment on column core.store.store_format is 'hypermarket, supermarket, department_store; unknown when empty';
comment on column core.store.dealer is 'The dealer (经销商) that supplies it; empty for direct supply';

create table core.person (
    person_id text collate "C" not null,
    name      text not null,
    email     text not null,
    language  text collate "C" not null default 'zh-CN',
    load_id   bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    primary key (person_id, arrived_at)
);
comment on table core.person is 'One row: one person of the key-account organisation';

create table core.responsibility (
    person_id  text collate "C" not null,
    role       text collate "C" not null,
    chain_id   text collate "C" not null default '',
    region     text not null default '',
    city       text not null default '',
    store_id   text collate "C" not null default '',
    valid_from date not null,
    valid_to   date not null default 'infinity',
    load_id    bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint responsibility_role_known check (role in ('representative', 'city_manager', 'region_manager', 'supervisor', 'analyst', 'finance', 'operations', 'finance_director')),
    primary key (person_id, role, chain_id, region, city, store_id, valid_from, arrived_at)
);
comment on table core.responsibility is 'One row: who answers for what, from valid_from to valid_to; an empty column means all of it (double reporting lines: region and chain, M4.2)';

create table core.price (
    chain_id   text collate "C" not null,
    region     text not null default '',
    product_id text collate "C" not null,
    valid_from date not null,
    valid_to   date not null default 'infinity',
    unit_price numeric(12, 4) not null,
    basis      text collate "C" not null default 'excluding',
    load_id    bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint price_basis_known check (basis in ('including', 'excluding')),
    constraint price_positive check (unit_price > 0),
    primary key (chain_id, region, product_id, valid_from, arrived_at)
);
comment on table core.price is 'One row: the contract supply price of a product at a chain (in a region where stated) from valid_from to valid_to, both included, RMB per unit';

create table core.promotion (
    chain_id       text collate "C" not null,
    promotion_id   text collate "C" not null,
    product_id     text collate "C" not null,
    kind           text collate "C" not null default 'in_store',
    purchase_from  date not null,
    purchase_to    date not null,
    retail_from    date not null,
    retail_to      date not null,
    supply_price   numeric(12, 4) not null,
    basis          text collate "C" not null default 'excluding',
    retail_price   numeric(12, 2),
    filed_on       date,
    reported_on    date,
    load_id        bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint promotion_basis_known check (basis in ('including', 'excluding')),
    constraint promotion_kind_known check (kind in ('poster', 'in_store')),
    constraint promotion_purchase_ordered check (purchase_from <= purchase_to),
    primary key (chain_id, promotion_id, product_id, arrived_at)
);
comment on table core.promotion is 'One row: one product in a promotion; its supply price applies to orders inside the purchase window (采购期), both ends included';

-- ---------------------------------------------------------------- documents
create table core.document (
    chain_id        text collate "C" not null,
    kind            text collate "C" not null,
    number          text collate "C" not null,
    store_id        text collate "C" not null default '',
    partition_month date not null,
    constraint document_kind_known check (kind in ('order', 'delivery', 'statement')),
    constraint document_month_is_first check (extract(day from partition_month) = 1),
    primary key (chain_id, kind, number, store_id)
);
comment on table core.document is 'One row: one order, delivery note (or return note) or statement; fixes the month of its lines'' partition at first sight';

create table core.document_version (
    chain_id    text collate "C" not null,
    kind        text collate "C" not null,
    number      text collate "C" not null,
    store_id    text collate "C" not null default '',
    load_id     bigint not null,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    primary key (chain_id, kind, number, store_id, arrived_at, load_id)
);
comment on table core.document_version is 'One row: one whole document as one file held it, where that differed from the version before';

create table core.order_line (
    chain_id         text collate "C" not null,
    partition_month  date not null,
    order_number     text collate "C" not null,
    store_id         text collate "C" not null,
    product_id       text collate "C" not null,
    is_free          boolean not null default false,
    account_id       text collate "C" not null,
    origin           text collate "C" not null default 'electronic',
    ordered_on       date not null,
    requested_on     date not null,
    ordered_quantity numeric(14, 3) not null,
    pack_size        integer,
    printed_price    numeric(14, 6),
    printed_basis    text collate "C" not null default 'excluding',
    is_cancelled     boolean not null default false,
    load_id          bigint not null,
    row_number       integer not null,
    more_rows        integer[],
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint order_line_quantity_not_negative check (ordered_quantity >= 0),
    constraint order_line_basis_known check (printed_basis in ('including', 'excluding')),
    constraint order_line_origin_known check (origin in ('electronic', 'manual')),
    primary key (chain_id, partition_month, order_number, store_id, product_id, is_free, arrived_at, load_id)
) partition by range (partition_month);
comment on table core.order_line is 'One row: one version of an order line; the same product twice on one order adds up';
comment on column core.order_line.ordered_quantity is 'Sales units, converted from cases by the row''s pack size, else the chain''s, else ours';
comment on column core.order_line.printed_price is 'Unit price as the order prints it, per sales unit, in printed_basis';
comment on column core.order_line.is_cancelled is 'This version says that the undelivered order vanished from a complete snapshot';
comment on column core.order_line.row_number is 'Row of the file, from 1 as a person counts it; more_rows holds the others where several added up';

create table core.delivery_line (
    chain_id          text collate "C" not null,
    partition_month   date not null,
    delivery_number   text collate "C" not null,
    store_id          text collate "C" not null,
    order_number      text collate "C" not null default '',
    product_id        text collate "C" not null,
    is_free           boolean not null default false,
    kind              text collate "C" not null default 'delivery',
    account_id        text collate "C" not null,
    shipped_on        date,
    received_on       date not null,
    shipped_quantity  numeric(14, 3) not null,
    received_quantity numeric(14, 3) not null,
    pack_size         integer,
    load_id           bigint not null,
    row_number        integer not null,
    more_rows         integer[],
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint delivery_line_kind_known check (kind in ('delivery', 'return')),
    constraint delivery_line_quantity_not_negative check (least(shipped_quantity, received_quantity) >= 0),
    primary key (chain_id, partition_month, delivery_number, store_id, order_number, product_id, is_free, arrived_at, load_id)
) partition by range (partition_month);
comment on table core.delivery_line is 'One row: one version of a line of a delivery note (送货单) or of a return note; quantities in sales units, absolute values for returns';
comment on column core.delivery_line.order_number is 'Order it names; empty where it names none';
comment on column core.delivery_line.received_on is 'Date the store signed; for returns the date of the note';

create table core.statement (
    chain_id          text collate "C" not null,
    statement_number  text collate "C" not null,
    account_id        text collate "C" not null,
    period_from       date not null,
    period_to         date not null,
    stated_on         date,
    stated_payable    numeric(16, 2) not null,
    stated_invoiceable numeric(16, 2),
    load_id           bigint not null,
    row_number        integer not null,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint statement_period_ordered check (period_from <= period_to),
    primary key (chain_id, statement_number, arrived_at, load_id)
);
comment on table core.statement is 'One row: one version of a settlement statement''s head (对账单/结算单)';
comment on column core.statement.stated_payable is 'What it says it will pay (应结算总金额), RMB including VAT';
comment on column core.statement.stated_invoiceable is 'What it says we should invoice (应开票总金额), RMB including VAT';

create table core.statement_line (
    chain_id         text collate "C" not null,
    partition_month  date not null,
    statement_number text collate "C" not null,
    line_number      integer not null,
    kind             text collate "C" not null,
    delivery_number  text collate "C" not null default '',
    order_number     text collate "C" not null default '',
    store_id         text collate "C" not null default '',
    product_id       text collate "C",
    is_free          boolean not null default false,
    quantity         numeric(14, 3),
    unit_price       numeric(14, 6),
    vat_rate         numeric(5, 4),
    amount           numeric(16, 2) not null,
    fee_text         text,
    deduction_mode   text collate "C",
    invoice_number   text collate "C",
    load_id          bigint not null,
    row_number       integer not null,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint statement_line_kind_known check (kind in ('goods', 'return', 'deduction')),
    constraint statement_line_mode_known check (deduction_mode in ('on_account', 'on_invoice', 'paid_apart')),
    constraint statement_line_deduction_has_text check (kind <> 'deduction' or (fee_text is not null and deduction_mode is not null)),
    primary key (chain_id, partition_month, statement_number, line_number, arrived_at, load_id)
) partition by range (partition_month);
comment on table core.statement_line is 'One row: one version of a line of a settlement statement, in file order';
comment on column core.statement_line.quantity is 'Sales units; negative when taken back or returned; null on a line without product';
comment on column core.statement_line.unit_price is 'Price per sales unit in the account''s statement basis';
comment on column core.statement_line.amount is 'RMB including VAT as stated; goods positive, returns and deductions negative';
comment on column core.statement_line.deduction_mode is 'on_account (账扣), on_invoice (票扣), paid_apart (交款)';

create index order_line_in_force on core.order_line (chain_id, order_number, store_id, product_id, is_free) where superseded_at = 'infinity';
create index delivery_line_in_force on core.delivery_line (chain_id, delivery_number, product_id) where superseded_at = 'infinity';
create index delivery_line_order on core.delivery_line (chain_id, order_number, store_id, product_id) where superseded_at = 'infinity';
create index statement_line_delivery on core.statement_line (chain_id, delivery_number, product_id) where superseded_at = 'infinity';

-- Partitions are made by the owner's function, so that the application role needs no DDL.
create function core.ensure_partitions(months date[]) returns void
language plpgsql security definer set search_path = core, pg_temp as $$
declare
    fact text;
    month date;
begin
    foreach month in array months loop
        foreach fact in array array['order_line', 'delivery_line', 'statement_line'] loop
            if to_regclass(format('core.%I', fact || to_char(month, '_YYYY_MM'))) is null then
                perform pg_advisory_xact_lock(5242002);
                execute format('create table if not exists core.%I partition of core.%I for values from (%L) to (%L)',
                    fact || to_char(month, '_YYYY_MM'), fact, month, month + interval '1 month');
            end if;
        end loop;
    end loop;
end
$$;
comment on function core.ensure_partitions(date[]) is 'Makes the monthly partitions of the facts for the given months (first days), where missing';
