-- severity: warn
-- A chain counts another number of units in a case than our master data. Quantities are right, the row's own size was used; mend the item
-- or ask the chain.
select chain_id, product_id, document, pack_size, chain_pack_size, our_pack_size, line_count, last_on
from mart.pack_size_difference
order by 1, 2, 3
