-- Differences with who answers for their stores, each store looked up by itself (offset 0): of what tolerances and cases leave over, the
-- planner expects one row, and went through all stores of the chain for each of a hundred thousand.
-- Relations that the query around it provides: difference.
-- Included by: views/claims/mart.delivery_difference.sql, views/claims/mart.price_difference.sql
select difference.*, store.representative_id, store.supervisor_id
from difference
left join lateral (
    select representative_id, supervisor_id from mart.store_representative as store
    where store.chain_id = difference.chain_id and store.store_id = difference.store_id
    offset 0) as store on true
