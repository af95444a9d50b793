-- What the lock alerts said on each judged evening, and what was done about them.

create table core.sku_lock_judgement (
    as_of       date not null,
    recorded_at timestamptz not null,
    alert_count integer not null,
    primary key (as_of)
);
comment on table core.sku_lock_judgement is 'One row: one business date whose lock alerts were recorded; a date without alerts stands here too';
comment on column core.sku_lock_judgement.as_of is 'Business date judged';
comment on column core.sku_lock_judgement.recorded_at is 'When it was last recorded here';
comment on column core.sku_lock_judgement.alert_count is 'Alerts of the date';

create table core.sku_lock_day (
    chain_id        text collate "C" not null,
    as_of           date not null,
    store_id        text collate "C" not null,
    product_id      text collate "C" not null,
    level           text collate "C" not null,
    since_on        date,
    cause           text collate "C",
    evidence        text,
    evidence_en     text,
    exposure_amount numeric(14, 2),
    constraint sku_lock_day_level_known check (level in ('locked', 'suspected', 'at_risk')),
    primary key (chain_id, as_of, store_id, product_id)
);
comment on table core.sku_lock_day is 'One row: one lock alert as it stood on one judged business date';
comment on column core.sku_lock_day.chain_id is 'Chain';
comment on column core.sku_lock_day.as_of is 'Business date judged';
comment on column core.sku_lock_day.store_id is 'Store, within the chain';
comment on column core.sku_lock_day.product_id is 'Our product';
comment on column core.sku_lock_day.level is 'locked, suspected or at_risk on that date';
comment on column core.sku_lock_day.since_on is 'First date of the level, as judged on that date';
comment on column core.sku_lock_day.cause is 'Cause, as judged on that date';
comment on column core.sku_lock_day.evidence is 'Evidence in Chinese, as of that date';
comment on column core.sku_lock_day.evidence_en is 'The same in English';
comment on column core.sku_lock_day.exposure_amount is 'RMB exposed on that date';
create index sku_lock_day_item on core.sku_lock_day (chain_id, store_id, product_id, as_of);

create table core.reopening_application (
    chain_id     text collate "C" not null,
    store_id     text collate "C" not null,
    product_id   text collate "C" not null,
    since_on     date not null,
    due_on       date,
    prepared_on  date not null,
    submitted_on date,
    reopened_on  date,
    constraint reopening_application_in_order check (submitted_on is null or submitted_on >= prepared_on),
    primary key (chain_id, store_id, product_id, since_on)
);
comment on table core.reopening_application is 'One row: one application to reopen a locked item (产品锁码再开通申请), from its first workbook on';
comment on column core.reopening_application.chain_id is 'Chain';
comment on column core.reopening_application.store_id is 'Store, within the chain';
comment on column core.reopening_application.product_id is 'Our product';
comment on column core.reopening_application.since_on is 'First date of the lock it is about';
comment on column core.reopening_application.due_on is 'Business date by which it must be submitted';
comment on column core.reopening_application.prepared_on is 'Business date of the first workbook';
comment on column core.reopening_application.submitted_on is 'Business date on which it went to the chain; null until then';
comment on column core.reopening_application.reopened_on is 'Business date on which the chain reopened the item; null until then';
