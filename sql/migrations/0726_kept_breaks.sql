-- What totals count of a statement's breaks is judged line by line, order by order: half of what a page about them waits for. The
-- reconciliation judges all of them anyway; it leaves them here for who asks next.
create sequence core.settlement_write;
alter table core.kept_state add column written bigint not null default nextval('core.settlement_write');
comment on column core.kept_state.written is 'Which of all refreshes last changed what core.kept_settlement says of the chain';

create table core.kept_break (
    chain_id               text collate "C" not null,
    kind                   text not null,
    amount                 numeric(16, 2) not null,
    quantity               numeric(14, 3),
    account_id             text collate "C",
    statement_number       text collate "C" not null,
    line_number            integer,
    order_number           text collate "C",
    delivery_number        text collate "C",
    store_id               text collate "C",
    product_id             text collate "C",
    is_free                boolean,
    occurred_on            date,
    ours                   numeric,
    theirs                 numeric,
    rule                   text,
    limit_value            numeric,
    is_within_tolerance    boolean,
    is_carried             boolean,
    first_statement_number text collate "C",
    our_load_id            bigint,
    our_row_number         integer,
    their_load_id          bigint,
    their_row_number       integer,
    claim_key              text collate "C"
);
comment on table core.kept_break is
    'One row: a money break of goods that totals count, as mart.counted_break says it; read where mart.is_break_kept()';
comment on column core.kept_break.chain_id is 'Chain';
comment on column core.kept_break.kind is 'Kind of break (docs/money.md#money-breaks): settled_short, unsettled, price_difference, …';
comment on column core.kept_break.amount is 'RMB including VAT, ours − theirs';
comment on column core.kept_break.quantity is
    'Sales units concerned, ours − theirs; for differences of price, rate and amount the units that were settled';
comment on column core.kept_break.account_id is 'Settlement account of the statement';
comment on column core.kept_break.statement_number is 'Statement';
comment on column core.kept_break.line_number is 'Line of the statement; empty where the statement does not mention the goods';
comment on column core.kept_break.order_number is 'Order that the delivery names; empty where none';
comment on column core.kept_break.delivery_number is 'Delivery or return note; empty where none';
comment on column core.kept_break.store_id is 'Store; empty where the statement names none';
comment on column core.kept_break.product_id is 'Our product; empty on receipt-level lines and totals';
comment on column core.kept_break.is_free is 'Free goods';
comment on column core.kept_break.occurred_on is 'Business date: end of the statement''s period';
comment on column core.kept_break.ours is 'Our value: units, price, rate or RMB by kind';
comment on column core.kept_break.theirs is 'Their value, in the same unit';
comment on column core.kept_break.rule is
    'Tolerance that was tested: quantity, unit_price, line_amount, order_total, rounding; exact where none can cover it; deductions: '
    'the clause';
comment on column core.kept_break.limit_value is 'Limit of that tolerance: units, RMB per unit, or RMB';
comment on column core.kept_break.is_within_tolerance is
    'Whether the line is within every tolerance the chain has set, or the order within its total';
comment on column core.kept_break.is_carried is 'Whether an earlier statement already showed it';
comment on column core.kept_break.first_statement_number is 'First statement on which it stood';
comment on column core.kept_break.our_load_id is 'Load of the delivery line';
comment on column core.kept_break.our_row_number is 'Row of the delivery line in its file';
comment on column core.kept_break.their_load_id is 'Load of the statement';
comment on column core.kept_break.their_row_number is 'Row of the settlement line in its file';
comment on column core.kept_break.claim_key is 'Stable key of the source row that a case is about';

create table core.kept_break_state (
    only_row boolean primary key default true,
    basis    text collate "C" not null,
    constraint kept_break_state_one_row check (only_row)
);
comment on table core.kept_break_state is 'One row: on what core.kept_break stands';
comment on column core.kept_break_state.only_row is 'Always true: there is one row';
comment on column core.kept_break_state.basis is 'mart.break_basis() of when they were judged';

-- Which statements wait for rows in quarantine is part of the basis.
create index quarantined_row_statement on ops.quarantined_row (load_id) where state = 'open' and document_kind = 'statement';
