-- Who is invited chooses their own password: the link that the mail carries is known by its hash alone.
create table ops.invitation (
    account_name text collate "C" not null primary key references ops.account on delete cascade,
    token_hash   bytea not null unique,
    address      text not null,
    invited_by   text collate "C" not null,
    invited_at   timestamptz not null,
    valid_until  timestamptz not null,
    constraint invitation_hash_whole check (octet_length(token_hash) = 32),
    constraint invitation_ends_later check (valid_until > invited_at)
);
comment on table ops.invitation is 'One row: the newest invitation of an account that nobody has accepted; gone when it was, when a password was set otherwise, or when the account was disabled';
comment on column ops.invitation.token_hash is 'SHA-256 of the token in the mail''s link; the token itself is kept nowhere';
comment on column ops.invitation.address is 'Mail address that it went to';
comment on column ops.invitation.invited_by is 'Account of the console, or of the machine, that invited';
