select pg_temp.trade();
-- Five days from 12 to 16 May; of the five before, the first is known. All is ordered before it, at the list price.
select pg_temp.ordered('O' || n, 'P', n, '2026-05-05'), pg_temp.delivered('D' || n, 'O' || n, 'P', n, on_day => day)
from (values (1, date '2026-05-07'), (2, '2026-05-12'), (3, '2026-05-16'), (4, '2026-05-17')) line (n, day);
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at) values ('C', 'M', 'P', '2026-05-12', '2026-05-16', '2026-05-12', '2026-05-16', 8, '-infinity', '-infinity');
insert into core.promotion_plan (chain_id, promotion_id, approved_on, finance_filed_on, prepared_on, arrived_at, recorded_at)
values ('C', 'M', '2026-05-31', '2026-05-31', '2026-05-31', '-infinity', '-infinity');
