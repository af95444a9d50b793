-- What people write down each month by the 5th (J): in their stores the competitors, promotions, stock of goods and gifts; and the summary
-- of their work. Both come by our own template workbooks.
create table core.store_survey (
    chain_id     text collate "C" not null,
    store_id     text collate "C" not null,
    month        date not null,
    kind         text collate "C" not null,
    name         text not null,
    product_id   text collate "C" not null default '',
    person_id    text collate "C" not null,
    unit_price   numeric(12, 2),
    quantity     numeric(14, 3),
    sales_amount numeric(16, 2),
    note         text,
    load_id      bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint store_survey_kind_known check (kind in ('competitor', 'promotion', 'own_stock', 'gift')),
    constraint store_survey_month_begins check (extract(day from month) = 1),
    constraint store_survey_not_negative check (unit_price >= 0 and quantity >= 0 and sales_amount >= 0),
    constraint store_survey_version_once unique nulls not distinct (
        chain_id, store_id, month, kind, name, product_id, arrived_at, load_id, recorded_at)
);
comment on constraint store_survey_kind_known on core.store_survey is
    '种类：competitor、promotion、own_stock、gift 之一 a kind: competitor, promotion, own_stock or gift';
comment on constraint store_survey_month_begins on core.store_survey is '月份写当月 1 日 a month is written as its first day';
comment on constraint store_survey_not_negative on core.store_survey is '价格、数量与金额不为负 price, quantity and amount are zero or more';
comment on table core.store_survey is
    'One row: one version of one thing that somebody wrote down of a store in a month: a competitor''s item, a promotion, goods, gifts (J)';
comment on column core.store_survey.chain_id is 'Chain';
comment on column core.store_survey.store_id is 'Store, within the chain';
comment on column core.store_survey.month is 'First day of the month that it is about';
comment on column core.store_survey.kind is 'competitor, promotion, own_stock or gift';
comment on column core.store_survey.name is 'The competitor''s item, the promotion, our item, the gift';
comment on column core.store_survey.product_id is 'Our product that it is, or that it competes with; empty: none';
comment on column core.store_survey.person_id is 'Who wrote it down';
comment on column core.store_survey.unit_price is 'Price on the shelf, RMB including VAT';
comment on column core.store_survey.quantity is 'Units in stock: of goods sales units, of gifts pieces';
comment on column core.store_survey.sales_amount is 'The competitor''s sales of the month in the store, RMB including VAT, as estimated';
comment on column core.store_survey.note is 'What else there is to say';
comment on column core.store_survey.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.store_survey.row_number is 'Its row in the file';
comment on column core.store_survey.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.store_survey.recorded_at is 'When it was recorded here';
comment on column core.store_survey.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.store_survey.superseded_recorded_at is 'When that version was recorded here';
comment on column core.store_survey.superseded_by is 'Load whose file ended this version; null while it is in force';

create table core.work_summary (
    person_id       text collate "C" not null,
    month           date not null,
    sales_amount    numeric(16, 2),
    received_amount numeric(16, 2),
    competitors     text,
    summary         text,
    load_id         bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint work_summary_month_begins check (extract(day from month) = 1),
    constraint work_summary_version_once unique nulls not distinct (person_id, month, arrived_at, load_id, recorded_at)
);
comment on constraint work_summary_month_begins on core.work_summary is '月份写当月 1 日 a month is written as its first day';
comment on table core.work_summary is 'One row: one version of one person''s summary of a month''s work (J)';
comment on column core.work_summary.person_id is 'Whose work it is';
comment on column core.work_summary.month is 'First day of the month';
comment on column core.work_summary.sales_amount is 'Sales of the month by their own word, RMB including VAT';
comment on column core.work_summary.received_amount is 'Money received in the month by their own word, RMB';
comment on column core.work_summary.competitors is 'What the competitors did';
comment on column core.work_summary.summary is 'What was done, and what was not';
comment on column core.work_summary.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.work_summary.row_number is 'Its row in the file';
comment on column core.work_summary.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.work_summary.recorded_at is 'When it was recorded here';
comment on column core.work_summary.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.work_summary.superseded_recorded_at is 'When that version was recorded here';
comment on column core.work_summary.superseded_by is 'Load whose file ended this version; null while it is in force';

alter table core.submission
    drop constraint submission_kind_known,
    add constraint submission_kind_known check (kind in ('sku_ranking', 'budget', 'plan', 'survey', 'work_summary'));
comment on constraint submission_kind_known on core.submission is
    '提交种类：sku_ranking、budget、plan、survey、work_summary 之一 a kind: sku_ranking, budget, plan, survey or work_summary';
comment on column core.submission.kind is 'sku_ranking, survey, work_summary (due 5th), budget (15th), plan (25th)';
