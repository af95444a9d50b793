select pg_temp.trade();
insert into core.inspection (chain_id, store_id, inspected_on, product_id, inspector, faces, depth, competitor_faces, promoters,
    material_state, gift_state, photos, arrived_at, recorded_at, row_number) values
    ('C', 'S1', '2026-05-30', '', 'E1', null, null, 6, 1, 'dirty', 'shown', 'a.jpg', '-infinity', '-infinity', 1),
    ('C', 'S1', '2026-05-30', 'P', 'E1', 9, 12, null, null, null, null, 'b.jpg', '-infinity', '-infinity', 2),
    ('C', 'S1', '2026-05-30', 'Q', 'E1', 6, 12, null, null, null, null, null, '-infinity', '-infinity', 3),
    ('C', 'S1', '2026-04-30', 'P', 'E2', 8, 12, 7, null, null, null, null, '-infinity', '-infinity', 4);
