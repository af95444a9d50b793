select pg_temp.trade();

insert into core.chain (chain_id, name, name_en) values ('H', '辛', 'H');
insert into core.price (chain_id, product_id, valid_from, unit_price, basis, arrived_at, recorded_at)
    values ('H', 'P', '2026-01-01', 10.35, 'including', '-infinity', '-infinity'),
    ('H', 'Q', '2026-01-01', 3.2, 'excluding', '-infinity', '-infinity');
insert into core.price_floor (product_id, valid_from, unit_price, arrived_at, recorded_at)
    values ('Q', '2026-01-01', 3.3333, '-infinity', '-infinity');
