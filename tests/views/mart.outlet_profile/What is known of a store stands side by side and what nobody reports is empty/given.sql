select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 10, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 10, on_day => date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'Q', 10, date '2026-05-03', store => 'S1', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'Q', 10, on_day => date '2026-05-03', store => 'S1', chain => 'C');
select pg_temp.ordered('O3', 'P', 10, date '2026-05-20', store => 'S2', chain => 'C');
select pg_temp.delivered('DO3', 'O3', 'P', 10, on_day => date '2026-05-20', store => 'S2', chain => 'C');
select pg_temp.ordered('O4', 'Q', 10, date '2026-05-20', store => 'S2', chain => 'C');
select pg_temp.delivered('DO4', 'O4', 'Q', 10, on_day => date '2026-05-20', store => 'S2', chain => 'C');

insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at)
values ('C', 'S2', 'Q', '2026-05-25', 'locked', '2026-05-25', '2026-05-25');
delete from core.store where chain_id = 'G';

insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at) values
    ('C', 'S1', 'P', '2026-05-20', 12.9, '-infinity', '-infinity'), ('C', 'S1', 'Q', '2026-05-20', 4.5, '-infinity', '-infinity');
