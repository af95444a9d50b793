select pg_temp.trade();
-- The account's own ended before the chain's two; of those the one that began last is the one whose days hold.
select pg_temp.contract('OWN', '2024-01-01', '2024-12-31'), pg_temp.contract('FIRST', '2025-01-01', '2025-12-31'),
    pg_temp.contract('SECOND', '2025-07-01', '2025-12-31');
update core.contract set account_id = 'C-1' where contract_id = 'OWN';
-- The file of this name holds a function; a view of the case's own shows it.
create view mart.contract_in_force as
select asked.on_day, found.contract_id, found.preference, found.place
from (values (date '2024-06-30'), ('2025-03-31'), ('2025-09-30'), ('2026-05-15')) as asked (on_day)
cross join lateral mart.contract_in_force('C', 'C-1', asked.on_day, core.as_of(), core.known_at()) as found;
