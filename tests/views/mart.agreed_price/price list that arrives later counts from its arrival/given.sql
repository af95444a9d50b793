select pg_temp.trade();
select pg_temp.clock('2026-05-10', '2026-05-10 23:59:59+08');
insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
values ('C', 'P', '2026-05-01', 10.5, '2026-05-08 08:00+08', '2026-05-08 08:00+08'),
    ('C', 'P', '2026-05-02', 11, '2026-05-11 08:00+08', '2026-05-11 08:00+08');
select pg_temp.ordered('A1', 'P', 12), pg_temp.ordered('A2', 'P', 12, '2026-04-30');
