select pg_temp.trade();

update core.price set valid_to = '2026-05-14' where chain_id = 'C' and product_id = 'P';
insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
    values ('C', 'P', '2026-05-15', 11, '-infinity', '-infinity');
select pg_temp.ordered('O1', 'P', 100, date '2026-05-14', printed => 10);
select pg_temp.ordered('O2', 'P', 100, date '2026-05-15', printed => 11);
select pg_temp.ordered('O3', 'P', 100, date '2026-05-15', printed => 10);
