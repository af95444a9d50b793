select pg_temp.trade(), pg_temp.clock('2026-05-20', '2026-06-30 23:59+08');
-- The next promotion begins on the 20th: what is seen low on that day is its price.
insert into core.promotion (chain_id, promotion_id, product_id, kind, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    retail_price, filed_on, reported_on, arrived_at, recorded_at) values
    ('C', 'a', 'P', 'in_store', '2026-05-01', '2026-05-15', '2026-05-10', '2026-05-15', 9, 11.9, '2026-05-20', '2026-05-20', '-infinity',
        '-infinity'),
    ('C', 'b', 'P', 'in_store', '2026-05-16', '2026-05-25', '2026-05-20', '2026-05-25', 9, 11.9, null, null, '-infinity', '-infinity');
insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-20', 11.9, '-infinity', '-infinity');
