-- Lots: which of them a store received, and what it counted of each. By optional fields of feeds that name a lot or a production date.
create table core.delivery_lot (
    chain_id        text collate "C" not null,
    delivery_number text collate "C" not null,
    store_id        text collate "C" not null,
    product_id      text collate "C" not null,
    lot             text collate "C" not null,
    produced_on     date,
    received_on     date not null,
    quantity        numeric(14, 3) not null,
    load_id         bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint delivery_lot_quantity_not_negative check (quantity >= 0),
    constraint delivery_lot_produced_before check (produced_on <= received_on),
    constraint delivery_lot_version_once unique nulls not distinct (
        chain_id, delivery_number, store_id, product_id, lot, arrived_at, load_id, recorded_at)
);
comment on constraint delivery_lot_quantity_not_negative on core.delivery_lot is '数量不为负 a quantity is zero or more';
comment on constraint delivery_lot_produced_before on core.delivery_lot is '生产日期不晚于签收日期 what was received was produced before';
comment on table core.delivery_lot is 'One row: one version of how much of one lot of our product a delivery note brought to a store';
comment on column core.delivery_lot.chain_id is 'Chain';
comment on column core.delivery_lot.delivery_number is 'Delivery note';
comment on column core.delivery_lot.store_id is 'Store, within the chain';
comment on column core.delivery_lot.product_id is 'Our product';
comment on column core.delivery_lot.lot is 'The lot; its production date as YYYYMMDD where the feed names no lot';
comment on column core.delivery_lot.produced_on is 'Production date; null where the feed names the lot alone';
comment on column core.delivery_lot.received_on is 'Day on which the store signed for it';
comment on column core.delivery_lot.quantity is 'Sales units received';
comment on column core.delivery_lot.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.delivery_lot.row_number is 'Its row in the file';
comment on column core.delivery_lot.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.delivery_lot.recorded_at is 'When it was recorded here';
comment on column core.delivery_lot.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.delivery_lot.superseded_recorded_at is 'When that version was recorded here';
comment on column core.delivery_lot.superseded_by is 'Load whose file ended this version; null while it is in force';

create table core.stock_lot (
    chain_id    text collate "C" not null,
    store_id    text collate "C" not null,
    product_id  text collate "C" not null,
    lot         text collate "C" not null,
    stock_on    date not null,
    produced_on date,
    quantity    numeric(14, 3) not null,
    load_id     bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint stock_lot_version_once unique nulls not distinct (
        chain_id, store_id, product_id, lot, stock_on, arrived_at, load_id, recorded_at)
);
comment on table core.stock_lot is 'One row: one version of how much of one lot of our product a store held on one evening';
comment on column core.stock_lot.chain_id is 'Chain';
comment on column core.stock_lot.store_id is 'Store, within the chain';
comment on column core.stock_lot.product_id is 'Our product';
comment on column core.stock_lot.lot is 'The lot; its production date as YYYYMMDD where the feed names no lot';
comment on column core.stock_lot.stock_on is 'Business date';
comment on column core.stock_lot.produced_on is 'Production date; null where the feed names the lot alone';
comment on column core.stock_lot.quantity is 'Sales units';
comment on column core.stock_lot.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.stock_lot.row_number is 'Its row in the file';
comment on column core.stock_lot.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.stock_lot.recorded_at is 'When it was recorded here';
comment on column core.stock_lot.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.stock_lot.superseded_recorded_at is 'When that version was recorded here';
comment on column core.stock_lot.superseded_by is 'Load whose file ended this version; null while it is in force';
