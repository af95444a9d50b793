select pg_temp.trade();
-- a (two products, one promotion): ended Friday 15 May, never filed, reported on the 25th instead of the 22nd; the shelf was to be normal
-- on Monday 18 May and was seen low until the 21st: 100.00 for the 19th, and two further days at 50.00. b: ended, filed, reported and
-- restored in time. c: still runs.
select pg_temp.answers('run', 'promotion_runner', 'C'), pg_temp.answers('own', 'promotion_runner', subject => 'a');
insert into core.promotion (chain_id, promotion_id, product_id, kind, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    retail_price, filed_on, reported_on, arrived_at, recorded_at) values
    ('C', 'a', 'P', 'in_store', '2026-05-01', '2026-05-15', '2026-05-05', '2026-05-15', 9, 11.9, null, '2026-05-25', '-infinity',
        '-infinity'),
    ('C', 'a', 'Q', 'in_store', '2026-05-01', '2026-05-15', '2026-05-05', '2026-05-15', 3, 4, null, '2026-05-25', '-infinity', '-infinity'),
    ('G', 'b', 'P', 'in_store', '2026-05-01', '2026-05-15', '2026-05-05', '2026-05-15', 9, 11.9, '2026-04-01', '2026-05-22', '-infinity',
        '-infinity'),
    ('C', 'c', 'P', 'in_store', '2026-05-25', '2026-06-30', '2026-05-25', '2026-06-30', 9, 11.9, null, null, '-infinity', '-infinity');
-- S2 was seen normal on the 19th: what it shows later is not this promotion's.
insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at) values
    ('C', 'S1', 'P', '2026-05-18', 11.9, '-infinity', '-infinity'), ('C', 'S1', 'P', '2026-05-21', 11.9, '-infinity', '-infinity'),
    ('C', 'S1', 'P', '2026-05-22', 13.9, '-infinity', '-infinity'),
    ('C', 'S2', 'P', '2026-05-19', 13.9, '-infinity', '-infinity'), ('C', 'S2', 'P', '2026-05-23', 11.9, '-infinity', '-infinity'),
    ('C', 'S1', 'P', '2026-05-26', 11.9, '-infinity', '-infinity'), ('G', 'S1', 'P', '2026-05-18', 11.9, '-infinity', '-infinity'),
    ('G', 'S1', 'P', '2026-05-19', 13.9, '-infinity', '-infinity');
