-- A chain with several settlement accounts may have a contract for each.
alter table core.contract add column account_id text collate "C";
comment on column core.contract.account_id is 'Settlement account that it is for; empty: all accounts of the chain that have none of their own';
