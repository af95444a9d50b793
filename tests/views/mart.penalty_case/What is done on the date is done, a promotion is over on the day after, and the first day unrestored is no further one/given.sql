select pg_temp.trade();
-- a: with finance today. b: begins and is ready today. c: never filed, and ends today. d: seen low on 19 May, a day after its working day.
insert into core.promotion (chain_id, promotion_id, product_id, kind, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    retail_price, filed_on, reported_on, arrived_at, recorded_at) values
    ('C', 'a', 'P', 'in_store', '2026-05-01', '2026-05-15', '2026-05-05', '2026-05-15', 9, null, '2026-04-01', '2026-05-18', '-infinity',
        '-infinity'),
    ('C', 'b', 'P', 'in_store', '2026-05-31', '2026-06-10', '2026-05-31', '2026-06-10', 9, null, '2026-04-01', null, '-infinity',
        '-infinity'),
    ('C', 'c', 'Q', 'in_store', '2026-05-20', '2026-05-31', '2026-05-20', '2026-05-31', 3, null, null, null, '-infinity', '-infinity'),
    ('G', 'd', 'P', 'in_store', '2026-05-01', '2026-05-15', '2026-05-05', '2026-05-15', 9, 11.9, '2026-04-01', '2026-05-18', '-infinity',
        '-infinity');
insert into core.promotion_plan (chain_id, promotion_id, finance_filed_on, prepared_on, arrived_at, recorded_at) values
    ('C', 'a', '2026-05-31', '2026-05-05', '-infinity', '-infinity'), ('C', 'b', '2026-05-01', '2026-05-31', '-infinity', '-infinity');
insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at)
values ('G', 'S1', 'P', '2026-05-19', 11.9, '-infinity', '-infinity');
