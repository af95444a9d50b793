-- Whoever tries passwords at one node after the other has no more tries than at one.
create table ops.sign_in_try (
    address       text collate "C" not null primary key,
    tries         integer not null,
    counted_until timestamptz not null
);
comment on table ops.sign_in_try is 'One row: one address that tried to sign in in vain, on whatever node; tidied when its count has ended';
comment on column ops.sign_in_try.address is 'IPv4 address, or network of 64 bits of an IPv6 address, as hexadecimal digits';
comment on column ops.sign_in_try.tries is 'Sign-ins tried since the count began, less those that succeeded';
comment on column ops.sign_in_try.counted_until is 'When the count ends, by the database''s clock';
