-- What people say about a claim, an alert or a figure. Where the thing belongs is kept beside it, so that what is said about it is seen by
-- who sees the thing, and by nobody else.
create table ops.comment (
    comment_id   bigint generated always as identity primary key,
    subject_kind text collate "C" not null constraint comment_kind_known check (subject_kind in ('claim', 'alert', 'figure')),
    subject      text collate "C" not null,
    chain_id     text collate "C" not null,
    store_id     text collate "C" not null default '',
    account_id   text collate "C" not null default '',
    said         text not null constraint comment_says_something check (length(said) between 1 and 1000),
    said_by      text not null,
    said_at      timestamptz not null
);
create index comment_subject on ops.comment (subject_kind, subject);
comment on constraint comment_says_something on ops.comment is '评论须有 1 至 1000 个字 a comment has 1 to 1000 characters';
comment on table ops.comment is 'One row: one thing that somebody said about a claim, an alert or a figure';
comment on column ops.comment.comment_id is 'Order in which they were said';
comment on column ops.comment.subject_kind is 'claim (a difference and its case), alert or figure';
comment on column ops.comment.subject is
    'What it is about: chain and claim key; kind and subject of an alert; view and keys of a figure, as in the address of its lineage';
comment on column ops.comment.chain_id is 'Chain of the thing; empty for an alert';
comment on column ops.comment.store_id is 'Store of the thing; empty where it has none';
comment on column ops.comment.account_id is 'Settlement account of the thing; empty where it has none';
comment on column ops.comment.said is 'What was said';
comment on column ops.comment.said_by is 'Account of who said it';
comment on column ops.comment.said_at is 'When';

-- Somebody knows of an alert; until the day to which it is put off no mail tells of it.
alter table ops.alert
    add column decided_by text,
    add column decided_at timestamptz,
    add column decision_reason text,
    add column snoozed_until date,
    add constraint alert_decision_is_whole
        check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (decision_reason is null)),
    add constraint alert_snooze_is_decided check (snoozed_until is null or decided_by is not null);
comment on constraint alert_decision_is_whole on ops.alert is
    '知晓告警须有人、时间和原因 who knows of an alert is kept with the time and the reason';
comment on constraint alert_snooze_is_decided on ops.alert is '静默须有人决定 an alert is snoozed by somebody';
comment on column ops.alert.decided_by is 'Account that said it knows of it, or put it off; null: nobody has';
comment on column ops.alert.decided_at is 'When';
comment on column ops.alert.decision_reason is 'Why';
comment on column ops.alert.snoozed_until is 'Business date from which mails tell of it again; null: it was not put off';
