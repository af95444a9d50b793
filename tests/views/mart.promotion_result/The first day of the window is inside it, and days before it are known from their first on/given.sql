select pg_temp.trade();
-- Eleven days from 10 May; the eleven before begin on 29 April.
select pg_temp.ordered('O1', 'P', 5, '2026-04-29'), pg_temp.delivered('D1', 'O1', 'P', 5, on_day => '2026-05-02');
select pg_temp.ordered('O2', 'P', 10, '2026-05-10'), pg_temp.delivered('D2', 'O2', 'P', 10, on_day => '2026-05-12');
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at) values ('C', 'M1', 'P', '2026-05-10', '2026-05-20', '2026-05-12', '2026-05-18', 8.5, '-infinity', '-infinity');
