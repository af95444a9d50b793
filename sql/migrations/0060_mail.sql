-- Editions of digests, and each recipient's delivery with its states. A mail is claimed, then sent: a process that dies between
-- the two leaves an open claim that a person decides, never a second copy.

create table ops.edition (
    edition_id      bigint generated always as identity primary key,
    digest          text collate "C" not null,
    business_date   date not null,
    edition_number  integer not null,
    due_at          timestamptz not null,
    as_of           date not null,
    known_at        timestamptz not null,
    knowledge       text collate "C" not null,
    is_partial      boolean not null,
    missing_sources text[] not null default '{}',
    is_late         boolean not null,
    produced_at     timestamptz not null,
    run_id          bigint,
    cause           text not null,
    constraint edition_digest_known check (digest in ('daily', 'weekly', 'close', 'budget', 'plan', 'restatement')),
    constraint edition_knowledge_known check (knowledge in ('arrived', 'recorded')),
    constraint edition_partial_names_sources check (not is_partial or cardinality(missing_sources) > 0),
    constraint edition_once unique (digest, business_date, edition_number)
);
comment on table ops.edition is 'One row: one edition of a digest for a business date, with the two clocks it was made by';
comment on column ops.edition.edition_number is '1 for the first; higher when it was made again on purpose (rerun, restatement)';
comment on column ops.edition.due_at is 'When it should have gone by the working calendar';
comment on column ops.edition.is_partial is 'Made without the sources named in missing_sources';
comment on column ops.edition.is_late is 'Made after due_at plus the hours allowed';
comment on column ops.edition.cause is 'schedule, catch-up, command line, or a person''s reason';

create table ops.edition_item (
    edition_id bigint not null references ops.edition on delete cascade,
    kind       text collate "C" not null,
    item_key   text collate "C" not null,
    chain_id   text collate "C" not null,
    region     text not null,
    city       text not null,
    store_id   text collate "C" not null,
    severity   integer not null,
    amount     numeric(16, 2) not null,
    label      text not null,
    primary key (edition_id, kind, item_key)
);
comment on table ops.edition_item is 'One row: one thing that an edition reported as standing (a break, a lock, an anomaly, a source); the next edition is compared with it';
comment on column ops.edition_item.severity is 'Higher is worse, within a kind';
comment on column ops.edition_item.amount is 'RMB at stake, positive';

create table ops.mail_content (
    content_sha256 text collate "C" primary key,
    subject        text not null,
    html           text not null,
    plain_text     text not null
);
comment on table ops.mail_content is 'One row: the parts of one rendered mail; recipients who see the same share it';
comment on column ops.mail_content.content_sha256 is 'Hash over subject, text, HTML and attachments';

create table ops.mail_attachment (
    content_sha256 text collate "C" not null references ops.mail_content on delete cascade,
    position       integer not null,
    file_name      text not null,
    media_type     text collate "C" not null,
    content        bytea not null,
    primary key (content_sha256, position)
);
comment on table ops.mail_attachment is 'One row: one file attached to a rendered mail';

create table ops.delivery (
    delivery_id     bigint generated always as identity primary key,
    edition_id      bigint not null references ops.edition,
    recipient_id    text collate "C" not null,
    recipient_name  text not null,
    address         text not null,
    language        text collate "C" not null,
    copy_number     integer not null default 1,
    content_sha256  text collate "C" not null references ops.mail_content,
    message_id      text collate "C" not null,
    state           text collate "C" not null,
    attempt         integer not null default 0,
    not_before      timestamptz not null,
    rendered_at     timestamptz not null,
    claimed_at      timestamptz,
    claimed_by      text,
    claim_expires_at timestamptz,
    ended_at        timestamptz,
    words           text,
    requested_by    text,
    reason          text,
    constraint delivery_state_known check (state in ('rendered', 'claimed', 'accepted', 'refused', 'in_doubt', 'suppressed')),
    constraint delivery_claim_is_whole check (state <> 'claimed' or (claimed_at is not null and claimed_by is not null and claim_expires_at is not null)),
    constraint delivery_end_has_moment check ((state in ('accepted', 'refused', 'suppressed')) = (ended_at is not null)),
    constraint delivery_unsent_says_why check (state not in ('refused', 'in_doubt', 'suppressed') or words is not null),
    constraint delivery_copy_has_reason check (copy_number = 1 or (requested_by is not null and reason is not null)),
    constraint delivery_once unique (edition_id, recipient_id, copy_number),
    constraint delivery_message_id_once unique (message_id)
);
create index delivery_open on ops.delivery (not_before) where state in ('rendered', 'claimed', 'in_doubt');
create index delivery_claimed_lately on ops.delivery (claimed_at);
create index delivery_of_recipient on ops.delivery (recipient_id, edition_id desc);
comment on table ops.delivery is 'One row: one edition to one recipient; a second copy exists only because a person asked for it with a reason';
comment on column ops.delivery.state is 'rendered: may be sent; claimed: a process is sending it; accepted: the server took it (or the file lies in the outbox); refused: it said no, for good; in_doubt: perhaps sent, a person decides; suppressed: not to be sent';
comment on column ops.delivery.not_before is 'It may be claimed from this moment on; later after an attempt that was certainly not accepted';
comment on column ops.delivery.words is 'What the server said, or why it was not sent';

create table ops.delivery_event (
    event_id    bigint generated always as identity primary key,
    delivery_id bigint not null references ops.delivery on delete cascade,
    happened_at timestamptz not null,
    state       text collate "C" not null,
    attempt     integer not null,
    who         text not null,
    words       text
);
create index delivery_event_of_delivery on ops.delivery_event (delivery_id, event_id);
comment on table ops.delivery_event is 'One row: one change of state of a delivery; only ever added to';
