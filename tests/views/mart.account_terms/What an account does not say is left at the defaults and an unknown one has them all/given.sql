select pg_temp.trade();
update core.settlement_account set cutoff_days = 3, rounding_tolerance = 0.05, grace_days = 2 where account_id = 'G-1';
-- The file of this name holds a function; a view of the case's own shows it.
create view mart.account_terms as
select chain_id, account_id, terms.*
from (values ('C', 'C-1'), ('G', 'G-1'), ('C', 'unknown')) as asked (chain_id, account_id)
cross join lateral mart.account_terms(asked.chain_id, asked.account_id) as terms;
