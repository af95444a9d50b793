select pg_temp.trade();
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at)
values ('C', 'A', 'P', '2026-05-01', '2026-05-10', '2026-05-01', '2026-05-10', 0, '-infinity', '-infinity'),
    ('C', 'A', 'Q', '2026-05-01', '2026-05-10', '2026-05-01', '2026-05-10', 3, '-infinity', '-infinity');
