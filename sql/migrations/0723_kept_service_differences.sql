-- What came otherwise than ordered is never settled by itself: after a year of one line in twenty short, hundreds of thousands of
-- differences are open, and each question about them looked up the orders, deliveries and prices of all. They are kept as the figures are.
create table core.kept_service_difference (
    chain_id         text collate "C" not null,
    order_number     text collate "C" not null,
    store_id         text collate "C" not null,
    product_id       text collate "C" not null,
    is_free          boolean not null,
    kind             text collate "C" not null,
    delivery_number  text collate "C" not null,
    account_id       text collate "C" not null,
    happened_on      date not null,
    quantity         numeric not null,
    ours             numeric not null,
    theirs           numeric not null,
    agreed_price     numeric,
    our_load_id      bigint,
    our_row_number   integer,
    their_load_id    bigint,
    their_row_number integer,
    primary key (chain_id, order_number, store_id, product_id, is_free, kind, delivery_number)
);
comment on table core.kept_service_difference is
    'One row: a row of mart.computed_service_difference as known now: an order line that came otherwise than ordered, or a note that was';
comment on column core.kept_service_difference.chain_id is 'Chain';
comment on column core.kept_service_difference.order_number is 'Order; of an unordered delivery the one that it names, else empty';
comment on column core.kept_service_difference.store_id is 'Store, within the chain';
comment on column core.kept_service_difference.product_id is 'Our product';
comment on column core.kept_service_difference.is_free is 'Whether the line is free of charge';
comment on column core.kept_service_difference.kind is 'not_delivered, short_delivered, over_delivered, rejected or unordered_delivery';
comment on column core.kept_service_difference.delivery_number is
    'Delivery note; of an order line the last note that came for it, empty when none did';
comment on column core.kept_service_difference.account_id is 'Settlement account of the chain';
comment on column core.kept_service_difference.happened_on is
    'Business date: on which the chain wants what is missing, on which the rest was received';
comment on column core.kept_service_difference.quantity is 'Sales units; positive = missing or rejected, negative = too much';
comment on column core.kept_service_difference.ours is 'Sales units ordered; for a rejection, shipped';
comment on column core.kept_service_difference.theirs is 'Sales units shipped; for a rejection, received';
comment on column core.kept_service_difference.agreed_price is
    'RMB per sales unit excluding VAT, four decimals; 0 for free goods; null where nothing says a price';
comment on column core.kept_service_difference.our_load_id is 'Load of the order''s file; null for notes';
comment on column core.kept_service_difference.our_row_number is 'Row of the order''s file';
comment on column core.kept_service_difference.their_load_id is 'Load of the delivery''s file; null when nothing came';
comment on column core.kept_service_difference.their_row_number is 'Row of the delivery''s file';

-- What a refresh makes anew of touched notes.
create index kept_service_difference_note on core.kept_service_difference (chain_id, delivery_number)
    where kind in ('rejected', 'unordered_delivery');

-- Nothing looks up odd orders any more.
drop index core.kept_fulfilment_odd, core.kept_supply_line_unordered, core.delivery_line_refused, core.order_line_cancelled;

-- The next refresh fills it, from all that is known; until then the plain view answers.
delete from core.kept_figures_state;
