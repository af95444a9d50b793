-- The kept reconciliation: the rows of mart.computed_settlement for all that is known now, recomputed for touched documents only
-- (performance.md row 3). What depends on the as-of date stays in the views. A past known_at is computed by the plain view.
create table core.kept_settlement (
    chain_id text collate "C" not null,
    is_matched boolean not null,
    delivery_number text collate "C" not null,
    store_id text collate "C" not null,
    order_number text collate "C" not null,
    product_id text collate "C",
    is_free boolean not null,
    is_return boolean not null,
    account_id text collate "C" not null,
    is_ordered boolean not null,
    received_on date,
    received_quantity numeric,
    unit_price numeric,
    vat_rate numeric,
    received_worth numeric,
    hold_key text collate "C",
    statement_number text collate "C",
    statement_key text collate "C",
    line_number integer,
    first_key text collate "C",
    next_key text collate "C",
    is_first boolean,
    is_last boolean,
    is_whole boolean,
    stated_quantity numeric,
    stated_price numeric,
    stated_rate numeric,
    stated_amount numeric,
    accepted_before numeric,
    accepted_quantity numeric,
    accepted_after numeric,
    duplicate_quantity numeric,
    is_settled_before boolean,
    reopened_key text collate "C",
    entry_worth numeric,
    rest_worth numeric,
    over_amount numeric,
    duplicate_amount numeric,
    price_amount numeric,
    tax_amount numeric,
    line_amount numeric,
    rounding_amount numeric,
    receipt_amount numeric,
    unmatched_amount numeric,
    unexplained_amount numeric,
    is_receipt_broken boolean,
    load_id bigint,
    row_number integer,
    their_load_id bigint,
    their_row_number integer,
    is_differing boolean generated always as (
        coalesce(rest_worth <> 0, false) or coalesce(over_amount <> 0, false) or coalesce(duplicate_amount <> 0, false)
        or coalesce(price_amount <> 0, false) or coalesce(tax_amount <> 0, false) or coalesce(line_amount <> 0, false)
        or coalesce(rounding_amount <> 0, false) or coalesce(receipt_amount <> 0, false) or coalesce(unmatched_amount <> 0, false)
        or coalesce(unexplained_amount <> 0, false) or coalesce(hold_key < first_key, false)
        or statement_key is null and hold_key is not null) stored,
    constraint kept_settlement_once unique nulls not distinct (chain_id, delivery_number, store_id, order_number, product_id, is_free,
        statement_number, line_number, is_matched)
);
create index kept_settlement_differing on core.kept_settlement (chain_id) where is_differing;
create index kept_settlement_order on core.kept_settlement (chain_id, order_number);
create index kept_settlement_statement on core.kept_settlement (chain_id, statement_number);
create index kept_settlement_waiting on core.kept_settlement (chain_id, account_id, received_on) where first_key is null or hold_key is null or hold_key < first_key;

create table core.kept_state (
    only_row    boolean primary key default true,
    recorded_to timestamptz not null,
    arrived_to  timestamptz not null,
    constraint kept_state_one_row check (only_row)
);

-- What has been recorded since the last refresh is found by these: new versions are appended, superseded ones are few.
create index order_line_recorded on core.order_line using brin (recorded_at) with (pages_per_range = 32);
create index delivery_line_recorded on core.delivery_line using brin (recorded_at) with (pages_per_range = 32);
create index statement_line_recorded on core.statement_line using brin (recorded_at) with (pages_per_range = 32);
create index order_line_ended on core.order_line (superseded_recorded_at) where superseded_recorded_at <> 'infinity';
create index delivery_line_ended on core.delivery_line (superseded_recorded_at) where superseded_recorded_at <> 'infinity';
create index statement_line_ended on core.statement_line (superseded_recorded_at) where superseded_recorded_at <> 'infinity';

comment on table core.kept_settlement is 'One row: a row of mart.computed_settlement as known now, kept until one of its documents is touched';
comment on column core.kept_settlement.chain_id is 'Chain';
comment on column core.kept_settlement.is_matched is 'Whether a delivery or return line stands here; otherwise a settlement line that belongs to none';
comment on column core.kept_settlement.delivery_number is 'Delivery or return note; for a line that belongs to none, the note it names';
comment on column core.kept_settlement.store_id is 'Store that received';
comment on column core.kept_settlement.order_number is 'Order that the delivery line names; for a line that belongs to none, the order it names';
comment on column core.kept_settlement.product_id is 'Our product; empty on a receipt-level line that belongs to no delivery';
comment on column core.kept_settlement.is_free is 'Free goods';
comment on column core.kept_settlement.is_return is 'Goods that came back: amounts are negative, quantities absolute';
comment on column core.kept_settlement.account_id is 'Settlement account of the delivery line; for a line that belongs to none, of its statement';
comment on column core.kept_settlement.is_ordered is 'Whether the order that a delivery line names is known';
comment on column core.kept_settlement.received_on is 'Date the store signed; for returns the date of the note';
comment on column core.kept_settlement.received_quantity is 'Sales units received, or returned';
comment on column core.kept_settlement.unit_price is 'Our price, RMB per sales unit in the account''s statement basis';
comment on column core.kept_settlement.vat_rate is 'Our VAT rate, as a fraction';
comment on column core.kept_settlement.received_worth is 'Worth of all that was received, RMB including VAT, negative for returns';
comment on column core.kept_settlement.hold_key is 'Key of the first statement of the account that should hold the line: its period end less cut-off is not before the receipt';
comment on column core.kept_settlement.statement_number is 'Statement of the settlement line; empty where nothing settles the delivery line';
comment on column core.kept_settlement.statement_key is 'Period end and number of the statement: statements are ordered by it';
comment on column core.kept_settlement.line_number is 'Line of the statement';
comment on column core.kept_settlement.first_key is 'Key of the first statement that settles the delivery line';
comment on column core.kept_settlement.next_key is 'Key of the next statement that settles the delivery line, on the last row of a statement';
comment on column core.kept_settlement.is_first is 'First row of this delivery line on this statement';
comment on column core.kept_settlement.is_last is 'Last row of this delivery line on this statement, or its only row where nothing settles it';
comment on column core.kept_settlement.is_whole is 'Whether the settlement line names no product and settles whatever its receipt has left';
comment on column core.kept_settlement.stated_quantity is 'Sales units that the line states for this delivery line, signed as stated';
comment on column core.kept_settlement.stated_price is 'Unit price that the line states, RMB in the statement''s basis';
comment on column core.kept_settlement.stated_rate is 'VAT rate that the line states, as a fraction';
comment on column core.kept_settlement.stated_amount is 'RMB including VAT that the line states for this delivery line, signed as stated; a receipt-level line states it on one row only';
comment on column core.kept_settlement.accepted_before is 'Sales units accepted as settled before this line';
comment on column core.kept_settlement.accepted_quantity is 'Sales units that this line settles; negative when taken back';
comment on column core.kept_settlement.accepted_after is 'Sales units accepted as settled after this line';
comment on column core.kept_settlement.duplicate_quantity is 'Sales units settled once more; negative when taken back';
comment on column core.kept_settlement.is_settled_before is 'Whether an earlier statement settled some of the delivery line';
comment on column core.kept_settlement.reopened_key is 'Key of the last statement up to this one that took settled goods back and so reopened the line';
comment on column core.kept_settlement.entry_worth is 'What the line still had to settle when the statement came, RMB including VAT; on the first row of a statement';
comment on column core.kept_settlement.rest_worth is 'What the line still has to settle after the statement, RMB including VAT; on the last row of a statement';
comment on column core.kept_settlement.over_amount is 'settled_over: worth accepted beyond what was received, RMB including VAT, ours − theirs';
comment on column core.kept_settlement.duplicate_amount is 'duplicate_settlement, RMB including VAT, ours − theirs';
comment on column core.kept_settlement.price_amount is 'price_difference, RMB including VAT, ours − theirs';
comment on column core.kept_settlement.tax_amount is 'tax_difference, RMB including VAT, ours − theirs';
comment on column core.kept_settlement.line_amount is 'amount_difference: beyond the rounding tolerance, RMB including VAT, ours − theirs';
comment on column core.kept_settlement.rounding_amount is 'rounding_difference, RMB including VAT, ours − theirs';
comment on column core.kept_settlement.receipt_amount is 'receipt_amount_difference of a receipt-level line, RMB including VAT, ours − theirs';
comment on column core.kept_settlement.unmatched_amount is 'settled_without_delivery or return_unmatched, RMB including VAT, ours − theirs';
comment on column core.kept_settlement.unexplained_amount is 'More than rounding can explain, RMB including VAT: never on well-formed input';
comment on column core.kept_settlement.is_receipt_broken is 'Whether the receipt-level line differs from what its deliveries had left';
comment on column core.kept_settlement.load_id is 'Load of the delivery line';
comment on column core.kept_settlement.row_number is 'Row of the delivery line in its file';
comment on column core.kept_settlement.their_load_id is 'Load of the settlement line';
comment on column core.kept_settlement.their_row_number is 'Row of the settlement line in its file';
comment on column core.kept_settlement.is_differing is 'Whether it has a break, or waits on some statement: the rows that differences are read from';
comment on table core.kept_state is 'One row: up to what core.kept_settlement has been refreshed';
comment on column core.kept_state.only_row is 'Always true: there is one row';
comment on column core.kept_state.recorded_to is 'Latest moment of record that it holds';
comment on column core.kept_state.arrived_to is 'Latest arrival that it holds: a question as known before that is computed anew';
