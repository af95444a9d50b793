-- What a portal says about an item in a store. Optional: a chain without this feed has no rows, and its locks stay suspected.

create table core.item_status (
    chain_id   text collate "C" not null,
    store_id   text collate "C" not null,
    product_id text collate "C" not null,
    stated_on  date not null,
    status     text collate "C" not null,
    reason     text,
    load_id bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint item_status_known check (status in ('active', 'locked', 'stopped', 'delisted')),
    constraint item_status_version_once unique nulls not distinct (chain_id, store_id, product_id, stated_on, arrived_at, load_id, recorded_at)
);
comment on table core.item_status is 'One row: what a chain''s portal said on one business date about ordering one of our products in one store';
comment on column core.item_status.chain_id is 'Chain';
comment on column core.item_status.store_id is 'Store, within the chain';
comment on column core.item_status.product_id is 'Our product';
comment on column core.item_status.stated_on is 'Business date of the statement; it holds until the next one';
comment on column core.item_status.status is 'active; locked (锁码): not orderable until reopened; stopped (停购): purchase stopped; delisted (下架): taken out of the range';
comment on column core.item_status.reason is 'The portal''s own words, where it gives any';
comment on column core.item_status.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.item_status.row_number is 'Its row in the file';
comment on column core.item_status.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.item_status.recorded_at is 'When it was recorded here';
comment on column core.item_status.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.item_status.superseded_recorded_at is 'When that version was recorded here';
comment on column core.item_status.superseded_by is 'Load whose file ended this version; null while it is in force';
