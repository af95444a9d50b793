-- severity: warn
-- Master data that cannot be right, or leave open which of two holds: correct the row in its file and load it again.
select kind, named_in, chain_id, subject, found, other
from mart.master_data_finding
order by 1, 2, 3, 4, 5
