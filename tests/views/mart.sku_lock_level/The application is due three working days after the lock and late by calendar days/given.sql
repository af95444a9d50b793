-- Locked on Tuesday 26 and on Monday 25 May; it is Friday 29.
select pg_temp.trade();
select pg_temp.clock('2026-05-29', '2026-05-29 23:59+08');
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at) values
    ('C', 'S1', 'P', '2026-05-26', 'locked', '2026-05-26', '2026-05-26'),
    ('C', 'S2', 'P', '2026-05-25', 'stopped', '2026-05-25', '2026-05-25');
