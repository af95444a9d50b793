-- After a restore the warehouse does not know what was sent since its backup: no mail goes until a person has looked.

create table ops.sending_hold (
    hold_id       bigint generated always as identity primary key,
    held_at       timestamptz not null,
    held_by       text not null,
    says          text not null,
    known_until   timestamptz,
    sent_until    timestamptz,
    released_at   timestamptz,
    released_by   text,
    reason        text,
    counted_from  timestamptz,
    counted_until timestamptz,
    constraint sending_hold_release_is_whole check (
        (released_at is null) = (released_by is null) and (released_at is null) = (reason is null) and (counted_from is null or released_at is not null)),
    constraint sending_hold_window_is_whole check ((counted_from is null) = (counted_until is null) and counted_from <= counted_until)
);
create unique index sending_hold_one_open on ops.sending_hold ((true)) where released_at is null;
comment on table ops.sending_hold is 'One row: one time during which no mail may go, whoever asks; it ends when a person releases it';
comment on column ops.sending_hold.held_at is 'Since when';
comment on column ops.sending_hold.held_by is 'Machine and process that found the cause';
comment on column ops.sending_hold.says is 'Why, in words';
comment on column ops.sending_hold.known_until is 'The last moment of which the warehouse knows: mails may have gone after it';
comment on column ops.sending_hold.sent_until is 'The last send that the mark beside the data tells of; null when no mark tells';
comment on column ops.sending_hold.released_at is 'When a person released it; null: no mail goes';
comment on column ops.sending_hold.released_by is 'Who did';
comment on column ops.sending_hold.reason is 'Why, for the audit';
comment on column ops.sending_hold.counted_from is 'Mails of editions due from here count as sent; null: what was due goes';
comment on column ops.sending_hold.counted_until is 'Mails of editions due until here count as sent';

create table ops.sending_place (
    is_only           boolean primary key default true,
    system_identifier bigint not null,
    timeline          integer not null,
    database_oid      bigint not null,
    constraint sending_place_only_one check (is_only)
);
comment on table ops.sending_place is 'One row: the server and database in which mails were sent last; a copy that was restored elsewhere stands in another';
comment on column ops.sending_place.is_only is 'Always true: there is one row';
comment on column ops.sending_place.system_identifier is 'Of the PostgreSQL cluster';
comment on column ops.sending_place.timeline is 'Of its log; restoring to a moment begins a new one';
comment on column ops.sending_place.database_oid is 'Of the database inside the cluster';
