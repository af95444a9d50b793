-- What is to be done about the last five outlets and items (M6.1.6): text, owner, day, result. By our own template workbook.
create table core.improvement_plan (
    kind       text collate "C" not null,
    chain_id   text collate "C" not null default '',
    region     text not null default '',
    store_id   text collate "C" not null default '',
    product_id text collate "C" not null default '',
    month      date not null,
    plan_text  text not null,
    owner      text collate "C",
    due_on     date not null,
    done_on    date,
    result     text,
    load_id    bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint improvement_plan_kind_known check (kind in ('outlet', 'item')),
    constraint improvement_plan_month_begins check (extract(day from month) = 1),
    constraint improvement_plan_names_subject check (
        case kind when 'outlet' then chain_id <> '' and store_id <> '' else product_id <> '' and store_id = '' end),
    constraint improvement_plan_version_once unique nulls not distinct (
        kind, chain_id, region, store_id, product_id, month, arrived_at, load_id, recorded_at)
);
comment on constraint improvement_plan_kind_known on core.improvement_plan is '对象：outlet 门店或 item 单品 a kind: outlet or item';
comment on constraint improvement_plan_month_begins on core.improvement_plan is '月份写当月 1 日 a month is written as its first day';
comment on constraint improvement_plan_names_subject on core.improvement_plan is
    '门店计划写系统与门店，单品计划写产品 a plan of an outlet names chain and store, one of an item its product';
comment on table core.improvement_plan is
    'One row: one version of the plan of improvement for an outlet or item that was among the last five of a month (M6.1.6)';
comment on column core.improvement_plan.kind is 'outlet or item';
comment on column core.improvement_plan.chain_id is 'Chain of the outlet, or in which the item is ranked; empty: ranked in a region';
comment on column core.improvement_plan.region is 'Region in which the item is ranked; empty for outlets and within a chain';
comment on column core.improvement_plan.store_id is 'The outlet, within the chain; empty for items';
comment on column core.improvement_plan.product_id is 'The item; empty for outlets';
comment on column core.improvement_plan.month is 'First day of the month of the ranking';
comment on column core.improvement_plan.plan_text is 'What is to be done';
comment on column core.improvement_plan.owner is 'Person who does it';
comment on column core.improvement_plan.due_on is 'Day by which it is to be done';
comment on column core.improvement_plan.done_on is 'Day on which it was; null when not yet';
comment on column core.improvement_plan.result is 'What came of it';
comment on column core.improvement_plan.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.improvement_plan.row_number is 'Its row in the file';
comment on column core.improvement_plan.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.improvement_plan.recorded_at is 'When it was recorded here';
comment on column core.improvement_plan.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.improvement_plan.superseded_recorded_at is 'When that version was recorded here';
comment on column core.improvement_plan.superseded_by is 'Load whose file ended this version; null while it is in force';
