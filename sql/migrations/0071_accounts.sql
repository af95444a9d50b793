-- Who may sign in to the console.

create table ops.account (
    account_name    text collate "C" primary key,
    display_name    text not null,
    role            text collate "C" not null,
    language        text collate "C" not null default 'zh',
    password_hash   text,
    external_id     text collate "C" unique,
    security_stamp  text collate "C" not null,
    failed_sign_ins integer not null default 0,
    locked_until    timestamptz,
    is_disabled     boolean not null default false,
    created_at      timestamptz not null,
    signed_in_at    timestamptz,
    constraint account_role_known check (role in ('viewer', 'finance', 'operator', 'admin')),
    constraint account_language_known check (language in ('zh', 'en')),
    constraint account_name_plain check (account_name ~ '^[a-z0-9][a-z0-9._@-]{0,79}$')
);
comment on table ops.account is 'One row: one person who may sign in to the console';
comment on column ops.account.role is 'viewer reads; finance also moves cases and downloads workbooks; operator also runs, cancels, replays and resends; admin also manages accounts';
comment on column ops.account.password_hash is 'As ASP.NET Core Identity hashes; empty for those who sign in elsewhere alone';
comment on column ops.account.external_id is 'Subject at the OpenID Connect provider, where one is configured';
comment on column ops.account.security_stamp is 'Changes with password, role and disabling; a session with another stamp ends';
comment on column ops.account.failed_sign_ins is 'Since the last that succeeded';

create table ops.console_key (
    key_name text collate "C" primary key,
    content  text not null
);
comment on table ops.console_key is 'One row: one key that protects the console''s cookies, shared by its nodes';
