-- A person can hold an edition; a mail server in trouble is nobody's refusal; what is left of an edition is sent once the server answers.

alter table ops.edition add column edition_state text collate "C" not null default 'open';
alter table ops.edition add constraint edition_state_known check (edition_state in ('open', 'held', 'waiting'));
comment on column ops.edition.edition_state is
    'open: its mails go with the run or command that makes or sends it; held: none goes until a person releases it; waiting: watch sends what is left of it';

-- Editions that were made with --hold and not sent since: until now nothing but their untouched mails said so.
update ops.edition set edition_state = 'held'
where exists (select from ops.delivery where delivery.edition_id = edition.edition_id and state = 'rendered' and attempt = 0)
  and not exists (select from ops.delivery where delivery.edition_id = edition.edition_id and attempt > 0);

alter table ops.delivery add column failures integer not null default 0;
update ops.delivery set failures = attempt where state in ('rendered', 'refused');
comment on column ops.delivery.failures is
    'Tries after which the server certainly had not accepted this mail; trouble of the server itself is not counted';
comment on column ops.delivery.attempt is 'Counts claims; what came of a try is recorded only while it is still this one';

create table ops.mail_server (
    destination text collate "C" primary key,
    words       text not null,
    since       timestamptz not null,
    tries       integer not null,
    not_before  timestamptz not null
);
comment on table ops.mail_server is 'One row: one mail server that cannot be used; gone once it has been used again';
comment on column ops.mail_server.destination is 'Host and port';
comment on column ops.mail_server.words is 'What went wrong last, in words';
comment on column ops.mail_server.since is 'Since when';
comment on column ops.mail_server.tries is 'How often it was tried since';
comment on column ops.mail_server.not_before is 'No node tries it before this moment, unless a person asks';
