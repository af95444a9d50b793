select pg_temp.trade();
insert into core.price (chain_id, region, product_id, valid_from, unit_price, basis, arrived_at, recorded_at)
values ('C', '华东', 'P', '2026-01-01', 10.35, 'including', '-infinity', '-infinity'),
    ('C', '华北', 'P', '2026-01-01', 8, 'excluding', '-infinity', '-infinity');
select pg_temp.ordered('A1', 'P', 12), pg_temp.ordered('A1', 'P', 1, free => true);
