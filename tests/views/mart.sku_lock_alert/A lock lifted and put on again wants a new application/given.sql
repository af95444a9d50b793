select pg_temp.trade();
-- Neither was ordered since its application was made.
select pg_temp.ordered('P1', 'P', 10, date '2026-05-04');
select pg_temp.delivered('DP1', 'P1', 'P', 10, on_day => date '2026-05-06');
-- P was free on the 18th and is locked again. Q was said to be free on the morning of the 18th and locked on its evening: the day's last
-- word counts.
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at, superseded_at,
    superseded_recorded_at) values
    ('C', 'S1', 'P', '2026-05-11', 'locked', '2026-05-11', '2026-05-11', 'infinity', 'infinity'),
    ('C', 'S1', 'P', '2026-05-18', 'active', '2026-05-18', '2026-05-18', 'infinity', 'infinity'),
    ('C', 'S1', 'P', '2026-05-28', 'locked', '2026-05-28', '2026-05-28', 'infinity', 'infinity'),
    ('C', 'S1', 'Q', '2026-05-11', 'locked', '2026-05-11', '2026-05-11', 'infinity', 'infinity'),
    ('C', 'S1', 'Q', '2026-05-18', 'active', '2026-05-18 08:00+08', '2026-05-18 08:00+08', '2026-05-18 18:00+08', '2026-05-18 18:00+08'),
    ('C', 'S1', 'Q', '2026-05-18', 'locked', '2026-05-18 18:00+08', '2026-05-18 18:00+08', 'infinity', 'infinity');
insert into core.reopening_application (chain_id, store_id, product_id, since_on, due_on, prepared_on, submitted_on) values
    ('C', 'S1', 'P', '2026-05-11', '2026-05-14', '2026-05-12', '2026-05-12'),
    ('C', 'S1', 'Q', '2026-05-11', '2026-05-14', '2026-05-12', '2026-05-12');
