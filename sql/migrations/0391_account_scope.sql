-- What an account of the console may see: all, as those did that were there before, or what a person is responsible for.

alter table ops.account
    add column person_id text collate "C",
    add column sees_all boolean not null default true;
alter table ops.account alter column sees_all drop default;
alter table ops.account add constraint account_scope_told check (sees_all = (person_id is null));
comment on column ops.account.person_id is 'Person of the master data, or id of config/recipients.yaml, whose chains, regions, cities and stores it sees; null where it sees all';
comment on column ops.account.sees_all is 'Sees every chain and store; told when the account is made, so that nothing is seen by omission';
