select pg_temp.trade();
-- The region's list holds before the chain's, the newest of a list before older ones, a promotion from its first to its last day.
insert into core.price (chain_id, product_id, region, valid_from, unit_price, basis, arrived_at, recorded_at) values
    ('C', 'P', '华东', '2026-03-01', 9.8, 'excluding', '-infinity', '-infinity'),
    ('C', 'P', '', '2026-04-01', 12.0, 'including', '-infinity', '-infinity');
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at)
values ('C', 'M1', 'P', '2026-05-05', '2026-05-08', '2026-05-06', '2026-05-07', 9.1, '-infinity', '-infinity');

-- S1 moved to another region on 20 April.
update core.store set valid_to = '2026-04-19' where chain_id = 'C' and store_id = 'S1';
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
values ('C', 'S1', '2026-04-20', 'S1', '江苏', '苏州', 'direct', '-infinity', '-infinity');
-- The file of this name holds a function; a view of the case's own shows it.
create view mart.supply_price as
select store_id, on_date, price.*
from (values ('S1', date '2026-04-19'), ('S1', '2026-04-20'), ('nobody knows', '2026-04-19')) as asked (store_id, on_date)
cross join lateral mart.supply_price('C', asked.store_id, 'P', asked.on_date) as price;
