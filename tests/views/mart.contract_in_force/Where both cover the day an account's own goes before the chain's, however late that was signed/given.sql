select pg_temp.trade();
-- The chain's stands from the year's first day and was signed last; the account's own began later and was signed before.
select pg_temp.contract('CHAIN', signed => '2026-04-01'), pg_temp.contract('OWN', '2026-02-01', signed => '2026-01-20'),
    pg_temp.contract('OTHER');
update core.contract set account_id = 'C-1' where contract_id = 'OWN';
update core.contract set account_id = 'C-2' where contract_id = 'OTHER';
-- The file of this name holds a function; a view of the case's own shows it. C-9 has no contract of its own; null is the chain as a whole.
create view mart.contract_in_force as
select asked.account_id, found.contract_id, found.preference, found.place
from (values ('C-1'), ('C-9'), (null)) as asked (account_id)
cross join lateral mart.contract_in_force('C', asked.account_id, '2026-05-15', core.as_of(), core.known_at()) as found;
