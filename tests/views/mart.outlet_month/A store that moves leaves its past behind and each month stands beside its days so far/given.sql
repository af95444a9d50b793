select pg_temp.trade();
select pg_temp.clock('2026-06-05', '2026-06-30 23:59:59+08');
update core.store set valid_to = '2026-05-14' where (chain_id, store_id) = ('C', 'S1');
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
values ('C', 'S1', '2026-05-15', 'S1', '华南', '广州', 'direct', '-infinity', '-infinity');

select pg_temp.delivered('D1', '', 'P', 4, on_day => date '2026-05-04');
select pg_temp.delivered('D2', '', 'P', 10, on_day => date '2026-05-20');
select pg_temp.delivered('R1', '', 'P', 1, on_day => date '2026-05-21', kind => 'return');
select pg_temp.delivered('D3', '', 'P', 2, on_day => date '2026-06-03');
