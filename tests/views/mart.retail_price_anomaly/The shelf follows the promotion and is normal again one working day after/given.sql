select pg_temp.trade();

insert into core.retail_plan (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
    values ('C', 'P', '2026-01-01', 13.9, '-infinity', '-infinity');
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    retail_price, arrived_at, recorded_at)
values ('C', 'M', 'P', '2026-05-10', '2026-05-20', '2026-05-12', '2026-05-21', 8.5, 11.9, '-infinity', '-infinity');
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
select 'C', 'T' || n, '2026-01-01', 'T', '华东', '上海', 'direct', '-infinity', '-infinity' from generate_series(1, 6) n;
insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at)
select 'C', store, 'P', day, price, '-infinity', '-infinity' from (values
    ('T1', date '2026-05-21', 11.9), ('T2', '2026-05-22', 11.9), ('T3', '2026-05-23', 11.9), ('T4', '2026-05-15', 13.9),
    ('T5', '2026-05-25', 13.5), ('T6', '2026-05-25', 13.9)) seen (store, day, price);
