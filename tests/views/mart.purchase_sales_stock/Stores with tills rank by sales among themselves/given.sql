select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 10, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 10, on_day => date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 30, date '2026-05-04', store => 'S2', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'P', 30, on_day => date '2026-05-04', store => 'S2', chain => 'C');
select pg_temp.ordered('O3', 'P', 5, date '2026-05-04', store => 'S1', chain => 'G');
select pg_temp.delivered('DO3', 'O3', 'P', 5, on_day => date '2026-05-04', store => 'S1', chain => 'G');

update core.product set unit_volume_ml = 250;
insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, amount, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-10', 8, 103.60, '-infinity', '-infinity'),
    ('G', 'S1', 'P', '2026-05-10', 9, 120, '-infinity', '-infinity');
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
    values ('C', 'S1', 'P', '2026-05-30', 4, '-infinity', '-infinity');
