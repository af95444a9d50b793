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

insert into core.item_status (chain_id, store_id, product_id, stated_on, status, reason, arrived_at, recorded_at)
select 'C', 'S1', 'P', day, status, reason, day, day
from (values (date '2026-05-10', 'active', null), ('2026-05-18', 'locked', '连续缺货'), ('2026-05-25', 'locked', '连续缺货')) said (day, status,
    reason);
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at)
values ('C', 'S1', 'Q', '2026-05-18', 'locked', '2026-05-18', '2026-05-18'),
    ('C', 'S1', 'Q', '2026-05-25', 'active', '2026-05-25', '2026-05-25');
