-- April: chain C by store and item, G by item alone; a file of either brought a part of it. Of May only the files tell, of C alone.
select pg_temp.trade();
insert into core.opening_sale (chain_id, month, store_id, product_id, amount, load_id, row_number, arrived_at, recorded_at)
values ('C', '2026-04-01', 'S1', 'P', 100.00, 9, 6, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('C', '2026-04-01', 'S1', 'Q', 20.00, 9, 7, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('C', '2026-04-01', 'S2', 'P', 60.00, 9, 8, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('G', '2026-04-01', '', 'P', 200.00, 9, 9, pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01'));
select pg_temp.delivered('D1', '', 'P', 3, on_day => date '2026-04-29'), pg_temp.delivered('D2', '', 'P', 4, on_day => date '2026-04-29',
    chain => 'G'), pg_temp.delivered('D3', '', 'P', 12, on_day => date '2026-05-06');
