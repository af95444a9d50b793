select pg_temp.trade();
-- Planned at 13.90, promoted to 11.90 from the 12th to the 21st (a Thursday), normal again by Friday the 22nd.
insert into core.retail_plan (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
    values ('C', 'P', '2026-01-01', 13.9, '-infinity', '-infinity');
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    retail_price, arrived_at, recorded_at)
values ('C', 'M', 'P', '2026-05-10', '2026-05-20', '2026-05-12', '2026-05-21', 8.5, 11.9, '-infinity', '-infinity');
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
select 'C', 'T' || n, '2026-01-01', 'T', '华东', '上海', 'direct', '-infinity', '-infinity' from generate_series(1, 3) n;
-- T1 was allowed its price on the 20th and 22nd, not on the 25th and 29th. T2 was wrong, mended, and wrong again. T3 never lowered it:
-- right until the 11th.
insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at)
select 'C', store, 'P', day, price, '-infinity', '-infinity' from (values
    ('T1', date '2026-05-20', 11.9), ('T1', '2026-05-22', 11.9), ('T1', '2026-05-25', 11.9), ('T1', '2026-05-29', 11.9),
    ('T2', '2026-05-24', 13.5), ('T2', '2026-05-26', 13.9), ('T2', '2026-05-27', 13.5), ('T2', '2026-05-29', 13.5),
    ('T3', '2026-05-11', 13.9), ('T3', '2026-05-12', 13.9), ('T3', '2026-05-15', 13.9)) seen (store, day, price);
