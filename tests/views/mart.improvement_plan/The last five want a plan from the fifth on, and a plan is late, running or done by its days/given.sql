select pg_temp.trade();
-- Six stores trade in April; S1 gets the most and is the only one that is not among the last five. On 20 May the plans were wanted by
-- the fifth.
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
select 'C', store_id, '2026-01-01', store_id, '华东', '上海', 'direct', '-infinity', '-infinity'
from (values ('S3'), ('S4'), ('S5'), ('S6')) as added (store_id);
delete from core.store where chain_id = 'G';
delete from core.chain_item;
select pg_temp.ordered('O1', 'P', 9, '2026-04-06'), pg_temp.delivered('D1', 'O1', 'P', 9, on_day => '2026-04-08');
insert into core.improvement_plan (kind, chain_id, store_id, product_id, month, plan_text, owner, due_on, done_on, result, arrived_at,
    recorded_at) values
    ('outlet', 'C', 'S2', '', '2026-04-01', 'running', 'p', '2026-05-20', null, null, '-infinity', '-infinity'),
    ('outlet', 'C', 'S3', '', '2026-04-01', 'late', 'p', '2026-05-19', null, null, '-infinity', '-infinity'),
    ('outlet', 'C', 'S4', '', '2026-04-01', 'done', 'p', '2026-05-18', '2026-05-19', 'better', '-infinity', '-infinity'),
    -- Done after the date, and of an item that is not among the last; done long ago.
    ('item', 'C', '', 'Q', '2026-03-01', 'not yet', 'p', '2026-05-30', '2026-05-25', 'x', '-infinity', '-infinity'),
    ('item', 'C', '', 'P', '2026-03-01', 'long ago', 'p', '2026-04-10', '2026-04-12', 'x', '-infinity', '-infinity');
-- A region beside an outlet changes nothing.
update core.improvement_plan set region = '华东' where store_id = 'S3';
select pg_temp.clock('2026-05-20', '2026-05-20 23:59+08');
