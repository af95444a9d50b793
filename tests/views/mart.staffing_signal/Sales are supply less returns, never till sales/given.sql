select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59:59+08');
-- April: the till of S1 sold 90,000.00, we supplied 10 × 10.00 × 1.09 = 109.00: nobody is supported, and one is too many.
insert into core.store_staff (chain_id, store_id, valid_from, promoters, arrived_at, recorded_at)
values ('C', 'S1', '2026-01-01', 1, '-infinity', '-infinity');
insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, amount, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-04-30', 9000, 90000.00, '-infinity', '-infinity');
select pg_temp.delivered('D1', '', 'P', 10, on_day => '2026-04-07');
delete from core.store where store_id = 'S2';
