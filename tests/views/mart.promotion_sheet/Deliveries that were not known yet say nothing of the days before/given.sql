select pg_temp.trade();
-- The note of 1 May came in July. What was known by June begins with the promotion, so that there is nothing to compare it with.
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at) values ('C', 'M', 'P', '2026-05-12', '2026-05-16', '2026-05-12', '2026-05-16', 8, '-infinity', '-infinity');
select pg_temp.ordered('O1', 'P', 5, '2026-05-12'), pg_temp.delivered('D1', 'O1', 'P', 5, on_day => '2026-05-13');
select pg_temp.delivered('D0', '', 'P', 5, on_day => '2026-05-01', arrived => '2026-07-10');
