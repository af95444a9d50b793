select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59:59+08');
-- Nine A stores of a dealer for all channels in 苏州 take two representatives; the dealer itself is not held against one representative or a
-- million.
delete from core.store;
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, area_m2, checkouts, dealer, arrived_at,
    recorded_at)
select 'C', 'N' || n, '2026-01-01', 'N' || n, '江苏', '苏州', 'direct', 1200, 3, '全通', '-infinity', '-infinity' from generate_series(1, 9) as n;
insert into core.dealer (dealer, valid_from, serves_all_channels, arrived_at, recorded_at)
    values ('全通', '2026-01-01', true, '-infinity', '-infinity');
select pg_temp.answers('rep1', 'representative', city => '苏州');
select pg_temp.delivered('D1', '', 'P', 30, on_day => '2026-04-07', store => 'N1');
