select pg_temp.trade();

insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, arrived_at, recorded_at)
values ('R', '2026-01-01', '小纯', 'uht', 12, 0.09, '-infinity', '-infinity');
insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
    values ('C', 'R', '2026-01-01', 12.34, '-infinity', '-infinity');
select pg_temp.ordered('O1', 'P', 100, date '2026-05-09', printed => 10.9);
select pg_temp.ordered('O2', 'P', 100, date '2026-05-09', printed => 120);
select pg_temp.ordered('O3', 'P', 100, date '2026-05-09', printed => 12.34);
select pg_temp.ordered('O4', 'P', 100, date '2026-05-09', printed => 9.1743);
select pg_temp.ordered('O5', 'P', 100, date '2026-05-09', printed => 11.5);
