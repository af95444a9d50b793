-- S1 goes through warehouse W, S2 is delivered to directly. A1: complete. A2: 4 did not reach the warehouse, 2 of 8 did not reach the
-- store. A3: came yesterday, 5 of 12 were sent by a note that names no order. A0 is from before the warehouse told anything.
select pg_temp.trade();
update core.store set delivery_mode = 'warehouse', warehouse = 'W' where chain_id = 'C' and store_id = 'S1';
select pg_temp.ordered('A0', 'P', 12, on_day => '2026-05-01'), pg_temp.delivered('N0', 'A0', 'P', 12, on_day => '2026-05-03'),
    pg_temp.ordered('A1', 'P', 12, on_day => '2026-05-08'), pg_temp.delivered('N1', 'A1', 'P', 12, on_day => '2026-05-10'),
    pg_temp.ordered('A2', 'P', 12, on_day => '2026-05-18'), pg_temp.delivered('N2', 'A2', 'P', 8, on_day => '2026-05-20'),
    pg_temp.ordered('A3', 'P', 12, on_day => '2026-05-28'), pg_temp.delivered('N3', 'A3', 'P', 12, on_day => '2026-05-30'),
    pg_temp.ordered('B1', 'P', 12, on_day => '2026-05-18', store => 'S2');
insert into core.warehouse_shipment (chain_id, shipment_number, store_id, order_number, product_id, sent_on, sent_quantity,
    arrived_quantity, arrived_at, recorded_at)
values ('C', 'D1', 'S1', 'A1', 'P', '2026-05-10', 12, null, '-infinity', '-infinity'),
    ('C', 'D2', 'S1', 'A2', 'P', '2026-05-21', 8, 6, '-infinity', '-infinity'),
    ('C', 'D3', 'S1', '', 'P', '2026-05-31', 5, null, '-infinity', '-infinity'),
    ('C', 'D4', 'S1', 'A3', 'P', '2026-06-01', 7, null, '-infinity', '-infinity');
