-- April came with the opening balances: the stray delivery of 29 April that a portal's file holds is a part of it. On 10 May April's
-- first ten days are not known, so May has nothing to be held against.
select pg_temp.trade(), pg_temp.clock('2026-05-10', '2026-05-31 23:59+08');
insert into core.opening_sale (chain_id, month, store_id, product_id, amount, load_id, row_number, arrived_at, recorded_at)
values ('C', '2026-04-01', '', '', 300.00, 9, 6, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01'));
select pg_temp.ordered('O1', 'P', 1, date '2026-04-27'), pg_temp.delivered('D1', 'O1', 'P', 1, on_day => date '2026-04-29');
select pg_temp.ordered('O2', 'P', 12, date '2026-05-04'), pg_temp.delivered('D2', 'O2', 'P', 12, on_day => date '2026-05-06');
