select pg_temp.trade();

update core.product set assortment = 'core' where product_id = 'P';
insert into core.regional_assortment (region, product_id, valid_from, arrived_at, recorded_at)
    values ('华东', 'Q', '2026-05-01', '-infinity', '-infinity');
delete from core.store where chain_id = 'G';
select pg_temp.ordered('O1', 'P', 1, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 1, on_day => date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 1, date '2026-05-03', store => 'S2', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'P', 1, on_day => date '2026-05-03', store => 'S2', chain => 'C');
select pg_temp.ordered('O3', 'Q', 1, date '2026-05-30', store => 'S2', chain => 'C');
select pg_temp.delivered('DO3', 'O3', 'Q', 1, on_day => date '2026-05-30', store => 'S2', chain => 'C');
