select pg_temp.trade();
delete from core.chain_item where chain_id = 'G';
delete from core.store where chain_id = 'G';
update core.chain_item set listed_on = '2026-05-10' where product_id = 'Q';
insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
values ('C', 'P', '2026-05-10', 10.5, '-infinity', '-infinity');
-- The file of this name holds a function; a view of the case's own shows it.
create view mart.item_on as
select asked.day, item.*
from (values (date '2026-04-30'), (date '2026-05-10')) as asked (day)
cross join lateral mart.item_on(asked.day) as item;
