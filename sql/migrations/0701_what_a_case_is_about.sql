-- By how much money cases are put in order, and found: said once. A claim's amount, what is at stake beside it, or what we owe.
alter table ops."case" add column concerned_amount numeric(16, 2) not null
    generated always as (greatest(claimed_amount, at_stake_amount, owed_amount)) stored;
comment on column ops."case".concerned_amount is 'RMB that it is about: the largest of what is claimed, at stake and owed';
