select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 10, date '2026-04-30', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 10, on_day => date '2026-04-30', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 20, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'P', 20, on_day => date '2026-05-04', store => 'S1', chain => 'C');

insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, amount, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-10', 8, 103.60, '-infinity', '-infinity'),
    ('C', 'S1', 'P', '2026-05-11', 4, 51.80, '-infinity', '-infinity');
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-15', 14, '-infinity', '-infinity'), ('C', 'S1', 'P', '2026-05-30', 9, '-infinity', '-infinity'),
    ('C', '', 'P', '2026-05-30', 500, '-infinity', '-infinity');
