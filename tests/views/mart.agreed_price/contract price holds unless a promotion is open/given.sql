select pg_temp.trade();
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at)
values ('C', 'M1', 'P', '2026-05-05', '2026-05-08', '2026-05-06', '2026-05-07', 9.1, '-infinity', '-infinity');
select pg_temp.ordered('A1', 'P', 12, '2026-05-04'), pg_temp.ordered('A2', 'P', 12, '2026-05-05'),
    pg_temp.ordered('A3', 'P', 12, '2026-05-08'), pg_temp.ordered('A4', 'P', 12, '2026-05-09'),
    pg_temp.ordered('A4', 'Q', 12, '2026-05-09');
