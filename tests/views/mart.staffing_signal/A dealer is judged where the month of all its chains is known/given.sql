select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59:59+08');
-- One representative for each store. 申达 serves C alone (S1 sold, S2 did not), 合达 serves C and G, of whose April nothing is known: its sales
-- are no figure, and rep4 at G is not judged; that it has two representatives where one is meant is known all the same.
select pg_temp.answers('rep1', 'representative', 'C', 'S1'), pg_temp.answers('rep2', 'representative', 'C', 'S2'),
    pg_temp.answers('rep3', 'representative', 'C', 'S3'), pg_temp.answers('rep4', 'representative', 'G', 'S1');
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
values ('C', 'S3', '2026-01-01', 'S3', '华东', '上海', 'direct', '-infinity', '-infinity');
update core.store set dealer = case when chain_id = 'C' and store_id in ('S1', 'S2') then '申达' when store_id in ('S1', 'S3') then '合达' end;
select pg_temp.ordered('O1', 'P', 100000, date '2026-04-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 100000, on_day => date '2026-04-04', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 30, date '2026-04-05', store => 'S3', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'P', 30, on_day => date '2026-04-05', store => 'S3', chain => 'C');
