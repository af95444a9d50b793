-- All through warehouse W. A1 came yesterday, A2 two days ago, both lie there. Of A3 a case was lost ten days ago, of A4 three days ago.
select pg_temp.trade();
update core.store set delivery_mode = 'warehouse', warehouse = 'W' where chain_id = 'C' and store_id = 'S1';
select pg_temp.ordered('A1', 'P', 12, on_day => '2026-05-27'), pg_temp.delivered('N1', 'A1', 'P', 12, on_day => '2026-05-30'),
    pg_temp.ordered('A2', 'P', 12, on_day => '2026-05-27'), pg_temp.delivered('N2', 'A2', 'P', 12, on_day => '2026-05-29'),
    pg_temp.ordered('A3', 'P', 24, on_day => '2026-05-18'), pg_temp.delivered('N3', 'A3', 'P', 24, on_day => '2026-05-20'),
    pg_temp.ordered('A4', 'P', 24, on_day => '2026-05-18'), pg_temp.delivered('N4', 'A4', 'P', 24, on_day => '2026-05-20');
insert into core.warehouse_shipment (chain_id, shipment_number, store_id, order_number, product_id, sent_on, sent_quantity,
    arrived_quantity, arrived_at, recorded_at)
values ('C', 'D0', 'S1', '', 'Q', '2026-05-20', 12, null, '-infinity', '-infinity'),
    ('C', 'D3', 'S1', 'A3', 'P', '2026-05-21', 24, 12, '-infinity', '-infinity'),
    ('C', 'D4', 'S1', 'A4', 'P', '2026-05-28', 24, 12, '-infinity', '-infinity');
