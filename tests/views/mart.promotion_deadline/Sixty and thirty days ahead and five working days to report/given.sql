select pg_temp.trade();

insert into core.promotion (chain_id, promotion_id, product_id, kind, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    retail_price, filed_on, reported_on, arrived_at, recorded_at) values
    ('C', 'a', 'P', 'poster', '2026-05-01', '2026-05-20', '2026-05-05', '2026-05-15', 9, 11.9, '2026-03-06', '2026-05-22', '-infinity',
        '-infinity'),
    ('C', 'b', 'P', 'poster', '2026-05-01', '2026-05-20', '2026-05-05', '2026-05-15', 9, 11.9, '2026-03-07', '2026-05-25', '-infinity',
        '-infinity'),
    ('C', 'c', 'Q', 'in_store', '2026-06-20', '2026-06-30', '2026-06-25', '2026-06-30', 3, 4, null, null, '-infinity', '-infinity'),
    ('C', 'd', 'Q', 'in_store', '2026-07-01', '2026-07-05', '2026-07-01', '2026-07-05', 3, 4, null, null, '-infinity', '-infinity');
insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-18', 11.9, '-infinity', '-infinity'), ('C', 'S2', 'P', '2026-05-19', 11.9, '-infinity', '-infinity');
