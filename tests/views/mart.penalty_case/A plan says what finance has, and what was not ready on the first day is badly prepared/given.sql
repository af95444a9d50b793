select pg_temp.trade();
-- a: filed, but never with finance, and ready on its first day. b: with finance, ready a day late. c: nothing is ready and it begins on the
-- date. d: begins after it.
insert into core.promotion (chain_id, promotion_id, product_id, kind, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    filed_on, reported_on, arrived_at, recorded_at) values
    ('C', 'a', 'P', 'in_store', '2026-05-01', '2026-05-15', '2026-05-05', '2026-05-15', 9, '2026-04-01', '2026-05-18', '-infinity',
        '-infinity'),
    ('C', 'b', 'P', 'in_store', '2026-05-01', '2026-05-15', '2026-05-05', '2026-05-15', 9, '2026-04-01', '2026-05-18', '-infinity',
        '-infinity'),
    ('C', 'c', 'P', 'in_store', '2026-05-31', '2026-06-15', '2026-05-31', '2026-06-15', 9, '2026-04-01', null, '-infinity', '-infinity'),
    ('C', 'd', 'P', 'in_store', '2026-06-01', '2026-06-15', '2026-06-01', '2026-06-15', 9, '2026-04-01', null, '-infinity', '-infinity');
insert into core.promotion_plan (chain_id, promotion_id, finance_filed_on, prepared_on, arrived_at, recorded_at) values
    ('C', 'a', null, '2026-05-05', '-infinity', '-infinity'), ('C', 'b', '2026-04-03', '2026-05-06', '-infinity', '-infinity'),
    ('C', 'c', '2026-04-03', '2026-06-02', '-infinity', '-infinity'), ('C', 'd', '2026-04-03', null, '-infinity', '-infinity');
