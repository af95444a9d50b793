select pg_temp.trade();
insert into core.chain_item (chain_id, item_number, product_id, arrived_at, recorded_at)
    values ('C', '9', 'NOPE', '-infinity', '-infinity');
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
values ('', 'S9', '2026-01-01', 'S9', '华东', '上海', 'direct', '-infinity', '-infinity'),
    ('X', 'S9', '2026-01-01', 'S9', '华东', '上海', 'direct', '-infinity', '-infinity');
insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
    values ('C', 'NOPE', '2026-01-01', 1, '-infinity', '-infinity');
