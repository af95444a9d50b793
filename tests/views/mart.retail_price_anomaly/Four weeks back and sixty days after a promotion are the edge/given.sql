select pg_temp.trade();
insert into core.retail_plan (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
select chain_id, product_id, '2026-01-01', 13.9, '-infinity', '-infinity' from core.chain, core.product;
-- P's promotion ended sixty days before it was seen, Q's 61.
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    retail_price, arrived_at, recorded_at) values
    ('C', 'M1', 'P', '2026-03-20', '2026-04-01', '2026-03-20', '2026-04-01', 8.5, 11.9, '-infinity', '-infinity'),
    ('C', 'M2', 'Q', '2026-03-20', '2026-03-31', '2026-03-20', '2026-03-31', 8.5, 11.9, '-infinity', '-infinity');
insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at) values
    ('C', 'S1', 'P', '2026-05-31', 11.9, '-infinity', '-infinity'), ('C', 'S1', 'Q', '2026-05-31', 11.9, '-infinity', '-infinity'),
    ('C', 'S2', 'P', '2026-05-04', 13.5, '-infinity', '-infinity'), ('C', 'S2', 'Q', '2026-05-03', 13.5, '-infinity', '-infinity');
