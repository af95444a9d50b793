select pg_temp.trade();
-- P: 9 of a shelf price of 12 without tax; its 20 was seen 28 days ago. Both sold 90.00 in May; of P April's deliveries all came back.
delete from core.price where chain_id = 'G';
update core.price set unit_price = 9 where product_id = 'P';
insert into core.retail_plan (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
values ('C', 'P', '2026-01-01', 13.08, '-infinity', '-infinity');
insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-03', 20, '-infinity', '-infinity');
select pg_temp.delivered('D1', '', 'P', 10, on_day => '2026-04-10'),
    pg_temp.delivered('R1', '', 'P', 10, on_day => '2026-04-12', kind => 'return'),
    pg_temp.delivered('D2', '', 'P', 10, on_day => '2026-05-10'), pg_temp.delivered('D3', '', 'Q', 27, on_day => '2026-05-10');
