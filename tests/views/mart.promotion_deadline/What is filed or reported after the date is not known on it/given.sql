select pg_temp.trade(), pg_temp.clock('2026-05-20', '2026-06-30 23:59:59+08');
-- On 20 May neither had happened: filing is 40 days late, the result is due on the 22nd.
insert into core.promotion (chain_id, promotion_id, product_id, kind, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    retail_price, filed_on, reported_on, arrived_at, recorded_at)
values ('C', 'a', 'P', 'in_store', '2026-05-01', '2026-05-20', '2026-05-10', '2026-05-15', 9, 11.9, '2026-05-25', '2026-05-28',
    '-infinity', '-infinity');
