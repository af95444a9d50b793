-- What people say that they did of a morning's work list, with a note or a photograph; and who looked at what is personal.
create table ops.work_done (
    work_done_id      bigint generated always as identity primary key,
    work_on           date not null,
    chain_id          text collate "C" not null,
    order_number      text collate "C" not null,
    store_id          text collate "C" not null,
    product_id        text collate "C" not null,
    is_free           boolean not null,
    note              text not null default '' constraint work_note_is_short check (length(note) <= 1000),
    photograph_sha256 text collate "C",
    done_by           text not null,
    done_at           timestamptz not null,
    constraint work_done_once unique (chain_id, order_number, store_id, product_id, is_free, work_on)
);
comment on constraint work_note_is_short on ops.work_done is '备注最多 1000 个字 a note has at most 1000 characters';
comment on constraint work_done_once on ops.work_done is '每行每天只登记一次完成 a line is ticked off once a day';
comment on table ops.work_done is 'One row: one line of a day''s work list that somebody ticked off';
comment on column ops.work_done.work_done_id is 'Order in which they were ticked off; also the number of the photograph';
comment on column ops.work_done.work_on is 'Business date of the work list: the day after its as-of date';
comment on column ops.work_done.chain_id is 'Chain';
comment on column ops.work_done.order_number is 'Order, unique within the chain';
comment on column ops.work_done.store_id is 'Store, within the chain';
comment on column ops.work_done.product_id is 'Our product';
comment on column ops.work_done.is_free is 'Whether the line is free of charge';
comment on column ops.work_done.note is 'What was said about it; empty: nothing';
comment on column ops.work_done.photograph_sha256 is
    'SHA-256 of the photograph, in hex; stays when the photograph is forgotten; null: none was taken';
comment on column ops.work_done.done_by is 'Account of who ticked it off';
comment on column ops.work_done.done_at is 'When';

create table ops.work_photograph (
    work_done_id bigint primary key references ops.work_done,
    content      bytea not null
);
comment on table ops.work_photograph is 'One row: the photograph of a line that was ticked off, until it is forgotten';
comment on column ops.work_photograph.work_done_id is 'The line that was ticked off';
comment on column ops.work_photograph.content is 'Its bytes, as they came: JPEG, PNG or WebP';
alter table ops.work_photograph alter column content set storage external;

create table ops.personal_access (
    access_id   bigint generated always as identity primary key,
    happened_at timestamptz not null,
    who         text not null,
    kind        text collate "C" not null constraint personal_access_kind_known check (kind in ('photograph', 'penalties')),
    subject     text not null
);
create index personal_access_happened_at on ops.personal_access (happened_at);
comment on table ops.personal_access is 'One row: one look at a photograph or at penalties of people by name';
comment on column ops.personal_access.access_id is 'Order of the looks';
comment on column ops.personal_access.happened_at is 'When';
comment on column ops.personal_access.who is 'Account';
comment on column ops.personal_access.kind is 'photograph or penalties';
comment on column ops.personal_access.subject is 'Which photograph; which list of penalties with its filters, or which penalty';
