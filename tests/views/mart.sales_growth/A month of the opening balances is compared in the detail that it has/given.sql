-- May 2025: chain C by store and item, chain G in total alone. What G's stores and items had of it nobody knows, nor then the region.
select pg_temp.trade();
insert into core.opening_sale (chain_id, month, store_id, product_id, amount, load_id, row_number, arrived_at, recorded_at)
values ('C', '2025-05-01', 'S1', 'P', 100.00, 9, 6, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('C', '2025-05-01', 'S2', 'P', 60.00, 9, 7, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('G', '2025-05-01', '', '', 200.00, 9, 8, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01'));
select pg_temp.ordered('O1', 'P', 12, date '2026-05-04'), pg_temp.delivered('D1', 'O1', 'P', 12, on_day => date '2026-05-06');
select pg_temp.ordered('O2', 'P', 10, date '2026-05-04', chain => 'G'),
    pg_temp.delivered('D2', 'O2', 'P', 10, on_day => date '2026-05-06', chain => 'G');
