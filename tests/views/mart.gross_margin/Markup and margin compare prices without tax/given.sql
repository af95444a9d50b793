select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 30, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 30, on_day => date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'Q', 30, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'Q', 30, on_day => date '2026-05-04', store => 'S1', chain => 'C');

insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-20', 13.08, '-infinity', '-infinity'), ('C', 'S1', 'P', '2026-05-10', 20, '-infinity', '-infinity');
insert into core.retail_plan (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
values ('C', 'P', '2026-01-01', 14, '-infinity', '-infinity'), ('C', 'Q', '2026-01-01', 4.52, '-infinity', '-infinity');
delete from core.price where chain_id = 'G';
