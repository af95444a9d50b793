select pg_temp.trade();

insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-20', 12.90, '-infinity', '-infinity'), ('C', 'S1', 'P', '2026-05-10', 99, '-infinity', '-infinity'),
    ('C', 'S1', 'Q', '2026-05-20', 4.50, '-infinity', '-infinity'), ('C', 'S2', 'Q', '2026-05-03', 4.50, '-infinity', '-infinity');
