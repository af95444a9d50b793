-- Both stores go through W; 6 came for the warehouse itself, under its own number; 2 went back. Of Q nothing lies there any more.
select pg_temp.trade();
update core.store set delivery_mode = 'warehouse', warehouse = 'W' where chain_id = 'C';
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
values ('C', 'W', '2026-01-01', '大仓', '华东', '上海', 'direct', '-infinity', '-infinity');
select pg_temp.delivered('N1', '', 'P', 10, on_day => '2026-05-10'),
    pg_temp.delivered('N2', '', 'P', 8, on_day => '2026-05-20', store => 'S2'),
    pg_temp.delivered('N3', '', 'P', 6, on_day => '2026-05-25', store => 'W'),
    pg_temp.delivered('R1', '', 'P', 2, on_day => '2026-05-26', kind => 'return'),
    pg_temp.delivered('N4', '', 'Q', 5, on_day => '2026-05-10');
insert into core.warehouse_shipment (chain_id, shipment_number, store_id, product_id, sent_on, sent_quantity, arrived_at, recorded_at)
values ('C', 'D1', 'S1', 'P', '2026-05-10', 7, '-infinity', '-infinity'), ('C', 'D2', 'S2', 'P', '2026-05-22', 6, '-infinity', '-infinity'),
    ('C', 'D3', 'S1', 'Q', '2026-05-12', 5, '-infinity', '-infinity');
