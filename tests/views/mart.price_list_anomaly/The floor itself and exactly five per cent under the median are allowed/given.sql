select pg_temp.trade();
insert into core.chain (chain_id, name, name_en) values ('H', '辛', 'H'), ('I', '壬', 'I');
insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at) values
    ('H', 'P', '2026-01-01', 9.5, '-infinity', '-infinity'), ('I', 'P', '2026-01-01', 9.4999, '-infinity', '-infinity'),
    ('I', 'Q', '2026-01-01', 3.3332, '-infinity', '-infinity');
insert into core.price (chain_id, region, product_id, valid_from, unit_price, arrived_at, recorded_at)
    values ('C', '西南', 'P', '2026-01-01', 10, '-infinity', '-infinity');
insert into core.price_floor (product_id, valid_from, unit_price, arrived_at, recorded_at)
    values ('Q', '2026-01-01', 3.3333, '-infinity', '-infinity');
