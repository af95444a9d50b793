select pg_temp.trade();
select pg_temp.clock('2026-06-10', '2026-06-30 23:59:59+08');
delete from core.price where chain_id = 'G';
select pg_temp.ordered('O1', 'P', 10, date '2026-04-10', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 10, on_day => date '2026-04-10', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 11, date '2026-05-10', store => 'S1', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'P', 11, on_day => date '2026-05-10', store => 'S1', chain => 'C');
select pg_temp.ordered('O3', 'Q', 30, date '2026-04-10', store => 'S1', chain => 'C');
select pg_temp.delivered('DO3', 'O3', 'Q', 30, on_day => date '2026-04-10', store => 'S1', chain => 'C');
select pg_temp.ordered('O4', 'Q', 36, date '2026-05-10', store => 'S1', chain => 'C');
select pg_temp.delivered('DO4', 'O4', 'Q', 36, on_day => date '2026-05-10', store => 'S1', chain => 'C');

insert into core.retail_plan (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
values ('C', 'P', '2026-01-01', 13.08, '-infinity', '-infinity'), ('C', 'Q', '2026-01-01', 5.65, '-infinity', '-infinity');
