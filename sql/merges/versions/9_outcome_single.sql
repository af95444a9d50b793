-- How many rows of a file with one target said something new.
-- Filled in: is_new
select coalesce(sum(1 + coalesce(cardinality(i.more_rows), 0)), 0)
from incoming i
where i.unit in (select unit from change) or i.unit in (select unit from place where load_id = @load){{is_new}}
