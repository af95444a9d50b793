select pg_temp.trade();
-- P: granted five days after the portal's last word. Q: granted and locked again on one day: blocked since then, and reopened on it, too.
-- P in the other store: unlocked by the portal itself, after it had been locked twice.
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at) values
    ('C', 'S1', 'P', '2026-05-14', 'locked', '2026-05-14', '2026-05-14'),
    ('C', 'S1', 'Q', '2026-05-14', 'locked', '2026-05-14', '2026-05-14'),
    ('C', 'S1', 'Q', '2026-05-20', 'stopped', '2026-05-20', '2026-05-20'),
    ('C', 'S2', 'P', '2026-05-10', 'locked', '2026-05-10', '2026-05-10'),
    ('C', 'S2', 'P', '2026-05-11', 'locked', '2026-05-11', '2026-05-11'),
    ('C', 'S2', 'P', '2026-05-13', 'active', '2026-05-13', '2026-05-13'),
    ('C', 'S2', 'P', '2026-05-15', 'active', '2026-05-15', '2026-05-15');
insert into core.reopening_application (chain_id, store_id, product_id, since_on, due_on, prepared_on, submitted_on, reopened_on) values
    ('C', 'S1', 'P', '2026-05-14', '2026-05-19', '2026-05-15', '2026-05-15', '2026-05-19'),
    ('C', 'S1', 'Q', '2026-05-14', '2026-05-19', '2026-05-15', '2026-05-15', '2026-05-20');
