select pg_temp.trade();
select pg_temp.ordered('P1', 'P', 10, date '2026-05-04', store => 'S1');
select pg_temp.delivered('DP1', 'P1', 'P', 10, on_day => date '2026-05-04' + 2, store => 'S1');
select pg_temp.ordered('P2', 'P', 10, date '2026-05-06', store => 'S1');
select pg_temp.delivered('DP2', 'P2', 'P', 10, on_day => date '2026-05-06' + 2, store => 'S1');
select pg_temp.ordered('P3', 'P', 10, date '2026-05-08', store => 'S1');
select pg_temp.delivered('DP3', 'P3', 'P', 10, on_day => date '2026-05-08' + 2, store => 'S1');
select pg_temp.ordered('P4', 'P', 10, date '2026-05-10', store => 'S1');
select pg_temp.delivered('DP4', 'P4', 'P', 10, on_day => date '2026-05-10' + 2, store => 'S1');
select pg_temp.ordered('Q1', 'Q', 10, date '2026-05-12', store => 'S1');
select pg_temp.delivered('DQ1', 'Q1', 'Q', 10, on_day => date '2026-05-12' + 2, store => 'S1');
select pg_temp.ordered('Q2', 'Q', 10, date '2026-05-20', store => 'S1');
select pg_temp.delivered('DQ2', 'Q2', 'Q', 10, on_day => date '2026-05-20' + 2, store => 'S1');
-- P: granted on the 19th, ten days after the portal's last word, not ordered since: silence counts from there (19 + 6 + 1). Q: granted and
-- locked again on one day.
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at) values
    ('C', 'S1', 'P', '2026-05-14', 'locked', '2026-05-14', '2026-05-14'),
    ('C', 'S1', 'Q', '2026-05-14', 'locked', '2026-05-14', '2026-05-14'),
    ('C', 'S1', 'Q', '2026-05-20', 'locked', '2026-05-20', '2026-05-20');
insert into core.reopening_application (chain_id, store_id, product_id, since_on, due_on, prepared_on, submitted_on, reopened_on) values
    ('C', 'S1', 'P', '2026-05-14', '2026-05-19', '2026-05-15', '2026-05-15', '2026-05-19'),
    ('C', 'S1', 'Q', '2026-05-14', '2026-05-19', '2026-05-15', '2026-05-15', '2026-05-20');
