select pg_temp.trade();
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at) values
    ('C', 'S1', 'P', '2026-05-31', 'locked', '2026-05-31', '2026-05-31'),
    ('C', 'S1', 'Q', '2026-05-20', 'locked', '2026-05-20', '2026-05-20'),
    ('C', 'S1', 'Q', '2026-05-31', 'active', '2026-05-31', '2026-05-31'),
    ('C', 'S2', 'P', '2026-05-20', 'locked', '2026-05-20', '2026-05-20');
insert into core.reopening_application (chain_id, store_id, product_id, since_on, due_on, prepared_on, submitted_on, reopened_on)
values ('C', 'S2', 'P', '2026-05-20', '2026-05-25', '2026-05-21', '2026-05-21', '2026-05-31');
