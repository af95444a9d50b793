-- Mails that came back: the server took them, and their recipient's server gave them up later.

alter table ops.delivery drop constraint delivery_state_known, drop constraint delivery_end_has_moment,
    drop constraint delivery_unsent_says_why;
alter table ops.delivery
    add constraint delivery_state_known
        check (state in ('rendered', 'claimed', 'accepted', 'refused', 'in_doubt', 'suppressed', 'bounced')),
    add constraint delivery_end_has_moment check ((state in ('accepted', 'refused', 'suppressed', 'bounced')) = (ended_at is not null)),
    add constraint delivery_unsent_says_why check (state not in ('refused', 'in_doubt', 'suppressed', 'bounced') or words is not null);
comment on column ops.delivery.state is 'rendered: may be sent; claimed: a process is sending it; accepted: the server took it (or the file lies in the outbox); refused: it said no, for good; in_doubt: perhaps sent, a person decides; suppressed: not to be sent; bounced: the server took it and it came back';
create index delivery_bounced on ops.delivery (address) where state = 'bounced';

create table ops.return_mailbox (
    mailbox      text collate "C" primary key,
    uid_validity bigint not null,
    last_uid     bigint not null,
    read_at      timestamptz not null
);
comment on table ops.return_mailbox is 'One row: one mailbox to which undeliverable mails come back, and how far it was read';
comment on column ops.return_mailbox.mailbox is 'User, server and folder';
comment on column ops.return_mailbox.uid_validity is 'Under which the numbers of its mails hold (RFC 3501); another one: they are read anew';
comment on column ops.return_mailbox.last_uid is 'Number of the last mail that was read';
comment on column ops.return_mailbox.read_at is 'When it was read last';
comment on column ops.alert.kind is 'run_failed, feed_late, feed_thin, file_held, master_data, digest_missing, calendar_missing, schedule_stopped, delivery_refused, mail_server, archive_damaged, config_not_followed, address_bounced, return_mailbox';
