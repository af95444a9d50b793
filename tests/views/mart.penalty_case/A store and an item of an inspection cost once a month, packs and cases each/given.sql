select pg_temp.trade();
insert into core.inspection (chain_id, store_id, inspected_on, product_id, stack_cases, damaged_packs, display_state, display_cause,
    material_state, arrived_at, recorded_at, row_number) values
    ('C', 'S1', '2026-05-10', 'P', 0, 2, 'empty', 'representative', null, '-infinity', '-infinity', 1),
    ('C', 'S1', '2026-05-10', 'Q', 3, 0, 'empty', 'representative', null, '-infinity', '-infinity', 2),
    ('C', 'S1', '2026-05-20', 'P', 0, 1, 'not_full', 'representative', null, '-infinity', '-infinity', 3),
    ('C', 'S1', '2026-05-20', '', null, null, null, null, 'dirty', '-infinity', '-infinity', 4),
    ('C', 'S1', '2026-04-20', '', null, null, null, null, 'damaged', '-infinity', '-infinity', 5),
    -- Nobody says whose cause it is: no penalty.
    ('C', 'S2', '2026-05-20', 'P', null, null, 'empty', null, 'good', '-infinity', '-infinity', 6);
delete from core.product;
