select pg_temp.trade();
-- C has five stores in March and April, of which four get nothing, and a sixth from May on: no last five before that, in any scope.
delete from core.store;
insert into core.store (chain_id, store_id, valid_from, valid_to, name, region, city, delivery_mode, arrived_at, recorded_at)
select 'C', id, opened::date, 'infinity', id, '华东', '苏州', 'direct', '-infinity', '-infinity'
from (values ('T1', '2026-01-01'), ('T2', '2026-01-01'), ('T3', '2026-01-01'), ('T4', '2026-01-01'), ('T5', '2026-01-01'),
    ('T6', '2026-05-01')) as given (id, opened);
select pg_temp.delivered('D' || day, '', 'P', 10, on_day => day, store => 'T1')
from unnest(array['2026-03-05', '2026-04-05', '2026-05-05']::date[]) as day;
