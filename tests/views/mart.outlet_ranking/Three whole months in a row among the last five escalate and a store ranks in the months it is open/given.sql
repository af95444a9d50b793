select pg_temp.trade();
-- Seven stores of C: S1 and S2 sell alike in March, April and May, the others nothing. S8 opens in the middle of April, S9 closes in March.
-- Of chain G only April is known.
insert into core.store (chain_id, store_id, valid_from, valid_to, name, region, city, delivery_mode, arrived_at, recorded_at)
select 'C', id, opened::date, closed::date, id, '华东', '上海', 'direct', '-infinity', '-infinity'
from (values ('S3', '2026-01-01', 'infinity'), ('S4', '2026-01-01', 'infinity'), ('S5', '2026-01-01', 'infinity'),
    ('S6', '2026-01-01', 'infinity'),
    ('S8', '2026-04-15', 'infinity'), ('S9', '2026-01-01', '2026-03-31')) as given (id, opened, closed);
delete from core.store where chain_id = 'G' and store_id = 'S2';
select pg_temp.delivered('D' || store || day, '', 'P', 10, on_day => day, store => store)
from unnest(array['2026-03-05', '2026-04-05', '2026-05-05']::date[]) as day, (values ('S1'), ('S2')) as stores (store);
select pg_temp.delivered('DG', '', 'P', 5, on_day => '2026-04-05', chain => 'G');
