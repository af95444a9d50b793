select pg_temp.trade();
update core.product set shelf_life_days = 180 where product_id = 'P';
insert into core.store_staff (chain_id, store_id, valid_from, promoters, arrived_at, recorded_at) values
    ('C', 'S1', '2026-01-01', 2, '-infinity', '-infinity'), ('C', 'S2', '2026-01-01', 2, '-infinity', '-infinity');
insert into core.retail_plan (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at) values
    ('C', 'P', '2026-01-01', 12, '-infinity', '-infinity');
insert into core.inspection (chain_id, store_id, inspected_on, product_id, faces, depth, competitor_faces, stack_cases, stack_exception,
    shelf_price, produced_on, damaged_packs, defaced_cases, display_state, display_cause, promoters, material_state, gift_state,
    arrived_at, recorded_at, load_id, row_number) values
    -- All as it should be, on the edge: as many faces as the competitor, 96 packs, 14 cases, 60 days left, the planned price.
    ('C', 'S2', '2026-05-30', 'P', 8, 12, 8, 14, false, 12, '2026-01-30', 0, 0, 'full', null, null, null, null,
        '-infinity', '-infinity', 1, 1),
    ('C', 'S2', '2026-05-30', '', null, null, 20, null, false, null, null, null, null, null, null, 2, 'good', 'shown',
        '-infinity', '-infinity', 1, 2),
    -- One less each; Q is compared with the whole shelf, its gap nobody explains, its smaller stack is approved.
    ('C', 'S1', '2026-05-30', 'P', 7, 12, 8, 13, false, 11.9, '2026-01-29', 2, 1, 'not_full', 'promoter', null, null, null,
        '-infinity', '-infinity', 1, 3),
    ('C', 'S1', '2026-05-30', 'Q', 8, 12, null, 1, true, 9, '2026-01-01', null, null, 'empty', null, null, null, null,
        '-infinity', '-infinity', 1, 4),
    ('C', 'S1', '2026-05-30', '', null, null, 7.5, null, false, null, null, null, null, null, null, 1, 'dirty', 'not_announced',
        '-infinity', '-infinity', 1, 5),
    -- An expired one, of which nothing else was looked at.
    ('C', 'S1', '2026-04-30', 'P', null, null, null, null, false, null, '2025-10-01', null, null, null, null, null, null, null,
        '-infinity', '-infinity', 1, 6),
    -- Tomorrow.
    ('C', 'S1', '2026-06-01', 'P', 1, 1, 9, 0, false, null, null, 9, 9, 'empty', 'dealer', null, null, null, '-infinity', '-infinity', 1,
        7);
