select pg_temp.trade();
-- C: b begins on the last day of a (15 May) at the same price, and is itself still low after Tuesday 26 May. G: x begins and ends within c,
-- whose price is still low on the 19th.
insert into core.promotion (chain_id, promotion_id, product_id, kind, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    retail_price, filed_on, reported_on, arrived_at, recorded_at) values
    ('C', 'a', 'P', 'in_store', '2026-05-01', '2026-05-15', '2026-05-05', '2026-05-15', 9, 11.9, null, null, '-infinity', '-infinity'),
    ('C', 'b', 'P', 'in_store', '2026-05-10', '2026-05-25', '2026-05-15', '2026-05-25', 9, 11.9, null, null, '-infinity', '-infinity'),
    ('G', 'c', 'P', 'in_store', '2026-05-01', '2026-05-15', '2026-05-05', '2026-05-15', 9, 11.9, null, null, '-infinity', '-infinity'),
    ('G', 'x', 'P', 'in_store', '2026-05-01', '2026-05-15', '2026-05-08', '2026-05-10', 9, 10.9, null, null, '-infinity', '-infinity');
insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at) values
    ('C', 'S1', 'P', '2026-05-20', 11.9, '-infinity', '-infinity'), ('C', 'S1', 'P', '2026-05-27', 11.9, '-infinity', '-infinity'),
    ('G', 'S1', 'P', '2026-05-19', 11.9, '-infinity', '-infinity');
