select pg_temp.trade();
-- Six stores trade in April; S1 gets the most and is the only one that is not among the last five. The fifth is
-- the last day to hand a plan in; what is done on the date is done, and stands for thirty-one days.
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
select 'C', store_id, '2026-01-01', store_id, '华东', '上海', 'direct', '-infinity', '-infinity'
from (values ('S3'), ('S4'), ('S5'), ('S6')) as added (store_id);
delete from core.store where chain_id = 'G';
delete from core.chain_item;
select pg_temp.ordered('O1', 'P', 9, '2026-04-06'), pg_temp.delivered('D1', 'O1', 'P', 9, on_day => '2026-04-08');
insert into core.improvement_plan (kind, chain_id, store_id, product_id, month, plan_text, owner, due_on, done_on, result, arrived_at,
    recorded_at) values
    ('outlet', 'C', 'S2', '', '2026-04-01', 'today', 'p', '2026-05-20', '2026-05-05', 'better', '-infinity', '-infinity'),
    ('outlet', 'C', 'S3', '', '2026-04-01', 'due today', 'p', '2026-05-05', null, null, '-infinity', '-infinity'),
    ('item', 'C', '', 'Q', '2026-03-01', '31 days', 'p', '2026-05-30', '2026-04-04', 'x', '-infinity', '-infinity'),
    ('item', 'C', '', 'P', '2026-03-01', '32 days', 'p', '2026-04-10', '2026-04-03', 'x', '-infinity', '-infinity');
select pg_temp.clock('2026-05-05', '2026-05-05 23:59+08');
