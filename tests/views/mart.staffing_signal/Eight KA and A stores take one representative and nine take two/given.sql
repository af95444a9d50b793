select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59:59+08');
-- Nine A stores in 苏州, eight in 无锡, one representative each; other classes and a dealer's store do not count.
delete from core.store;
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, area_m2, checkouts, dealer, arrived_at,
    recorded_at)
select case when n % 3 = 0 then 'G' else 'C' end, city || n, '2026-01-01', city || n, '江苏', city, 'direct', 1200, 3,
    case when n = 10 then city || '商贸' end, '-infinity', '-infinity'
from (values ('苏州', 9), ('无锡', 8)) as cities (city, most) cross join generate_series(1, 10) as n where n <= most or n = 10;
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, area_m2, checkouts, arrived_at, recorded_at)
values ('C', 'small', '2026-01-01', 'small', '江苏', '无锡', 'direct', 300, 1, '-infinity', '-infinity');
select pg_temp.answers('rep1', 'representative', city => '苏州'), pg_temp.answers('rep2', 'representative', city => '无锡');
-- Of April something is known.
select pg_temp.ordered('O1', 'P', 9, date '2026-04-04', store => '苏州3', chain => 'G');
select pg_temp.delivered('DO1', 'O1', 'P', 9, on_day => date '2026-04-04', store => '苏州3', chain => 'G');
