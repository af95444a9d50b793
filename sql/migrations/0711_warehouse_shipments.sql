-- What a chain's warehouse (大仓) sent on to its stores, by feeds that tell it.
create table core.warehouse_shipment (
    chain_id         text collate "C" not null,
    shipment_number  text collate "C" not null,
    store_id         text collate "C" not null,
    order_number     text collate "C" not null default '',
    product_id       text collate "C" not null,
    sent_on          date not null,
    sent_quantity    numeric(14, 3) not null,
    arrived_quantity numeric(14, 3),
    load_id          bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint warehouse_shipment_not_negative check (sent_quantity >= 0 and arrived_quantity >= 0),
    constraint warehouse_shipment_version_once unique nulls not distinct (
        chain_id, shipment_number, store_id, order_number, product_id, arrived_at, load_id, recorded_at)
);
comment on constraint warehouse_shipment_not_negative on core.warehouse_shipment is '数量不为负 quantities are zero or more';
comment on table core.warehouse_shipment is
    'One row: one version of how much of our product a note of a chain''s warehouse sent on to a store';
comment on column core.warehouse_shipment.chain_id is 'Chain';
comment on column core.warehouse_shipment.shipment_number is 'Note of the warehouse (配送单)';
comment on column core.warehouse_shipment.store_id is 'Store, within the chain';
comment on column core.warehouse_shipment.order_number is 'Order that it serves; empty where the note names none';
comment on column core.warehouse_shipment.product_id is 'Our product';
comment on column core.warehouse_shipment.sent_on is 'Day on which it left the warehouse';
comment on column core.warehouse_shipment.sent_quantity is 'Sales units sent';
comment on column core.warehouse_shipment.arrived_quantity is 'Sales units that the store signed for; null where the feed does not say';
comment on column core.warehouse_shipment.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.warehouse_shipment.row_number is 'Its row in the file';
comment on column core.warehouse_shipment.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.warehouse_shipment.recorded_at is 'When it was recorded here';
comment on column core.warehouse_shipment.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.warehouse_shipment.superseded_recorded_at is 'When that version was recorded here';
comment on column core.warehouse_shipment.superseded_by is 'Load whose file ended this version; null while it is in force';
