select pg_temp.trade();

insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at)
values ('C', 'M1', 'P', '2026-05-10', '2026-05-20', '2026-05-12', '2026-05-18', 8.5, '-infinity', '-infinity');
select pg_temp.ordered('O1', 'P', 10, date '2026-05-20');
select pg_temp.delivered('D1', 'O1', 'P', 10, on_day => date '2026-05-22');
