select pg_temp.trade();
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at)
values ('C', 'M1', 'P', '2026-03-10', '2026-03-20', '2026-03-12', '2026-03-18', 8.5, '-infinity', '-infinity');
select pg_temp.ordered('B1', 'P', 100, date '2026-03-09', printed => 8.5);
select pg_temp.ordered('B2', 'P', 100, date '2026-03-10', printed => 8.5);
select pg_temp.ordered('B3', 'P', 100, date '2026-03-10', printed => 10);
select pg_temp.ordered('B4', 'P', 100, date '2026-03-20', printed => 8.5);
select pg_temp.ordered('B5', 'P', 100, date '2026-03-20', printed => 10);
select pg_temp.ordered('A1', 'P', 100, date '2026-03-21', printed => 8.5);
select pg_temp.ordered('A60', 'P', 100, date '2026-03-20' + 60, printed => 8.5);
select pg_temp.ordered('A61', 'P', 100, date '2026-03-20' + 61, printed => 8.5);
