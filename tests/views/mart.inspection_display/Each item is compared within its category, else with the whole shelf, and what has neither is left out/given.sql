select pg_temp.trade();
insert into core.inspection (chain_id, store_id, inspected_on, product_id, faces, competitor_faces, arrived_at, recorded_at) values
    ('C', 'S1', '2026-05-30', '', null, 8, '-infinity', '-infinity'), ('C', 'S1', '2026-05-30', 'P', 9, 10, '-infinity', '-infinity'),
    ('C', 'S1', '2026-05-30', 'Q', 8, null, '-infinity', '-infinity'),
    -- As many as the competitor is not below; Q has nothing to be compared with.
    ('C', 'S2', '2026-05-30', 'P', 9, 9, '-infinity', '-infinity'), ('C', 'S2', '2026-05-30', 'Q', 1, null, '-infinity', '-infinity');
