select pg_temp.trade();
delete from core.store where chain_id = 'G';
update core.chain_item set delisted_on = '2026-05-10';
-- The file of this name holds a function; a view of the case's own shows it.
create view mart.item_on as
select asked.day, item.*
from (values (date '2026-05-09'), (date '2026-05-10')) as asked (day)
cross join lateral mart.item_on(asked.day) as item;
