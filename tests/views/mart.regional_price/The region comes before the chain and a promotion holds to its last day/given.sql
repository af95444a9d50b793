select pg_temp.trade();
-- The region's list holds before the chain's, the newest of a list before older ones, a promotion from its first to its last day.
insert into core.price (chain_id, product_id, region, valid_from, unit_price, basis, arrived_at, recorded_at) values
    ('C', 'P', '华东', '2026-03-01', 9.8, 'excluding', '-infinity', '-infinity'),
    ('C', 'P', '', '2026-04-01', 12.0, 'including', '-infinity', '-infinity');
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at)
values ('C', 'M1', 'P', '2026-05-05', '2026-05-08', '2026-05-06', '2026-05-07', 9.1, '-infinity', '-infinity');
-- The file of this name holds a function; a view of the case's own shows it.
create view mart.regional_price as
select says, price.*
from (values ('chain in February', '', 'P', date '2026-02-10'), ('chain from April', '', 'P', '2026-04-01'),
    ('region from March', '华东', 'P', '2026-04-10'), ('region on the last day of the promotion', '华东', 'P', '2026-05-08'),
    ('region on the day after', '华东', 'P', '2026-05-09'), ('a product that nobody knows', '', 'X', '2026-05-08'))
    as asked (says, region, product_id, on_date)
cross join lateral mart.regional_price('C', asked.region, asked.product_id, asked.on_date) as price;
