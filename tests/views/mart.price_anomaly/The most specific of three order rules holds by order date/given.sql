select pg_temp.trade();
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at)
values ('C', 'M1', 'P', '2026-05-10', '2026-05-20', '2026-05-12', '2026-05-18', 8.5, '-infinity', '-infinity');
select pg_temp.ordered('O1', 'P', 100, date '2026-05-09', printed => 8.5);
select pg_temp.ordered('O2', 'P', 100, date '2026-05-10', printed => 8.5);
select pg_temp.ordered('O3', 'P', 100, date '2026-05-20', printed => 10);
select pg_temp.ordered('O4', 'P', 100, date '2026-05-21', printed => 8.5);
select pg_temp.ordered('O5', 'P', 100, date '2026-05-21', printed => 9.9);
select pg_temp.ordered('O6', 'P', 100, date '2026-05-15', printed => 9.2);
select pg_temp.ordered('O7', 'P', 100, date '2026-05-22', printed => 10);
