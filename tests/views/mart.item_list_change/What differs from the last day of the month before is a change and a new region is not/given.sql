select pg_temp.trade();
delete from core.chain_item where chain_id = 'G';
insert into core.product (product_id, valid_from, valid_to, name, category, pack_size, vat_rate, arrived_at, recorded_at)
values ('N', '2026-05-06', 'infinity', '新品', 'uht', 24, 0.09, '-infinity', '-infinity'),
    ('E', '2026-01-01', '2026-05-10', '停产', 'uht', 24, 0.09, '-infinity', '-infinity'),
    ('L', '2026-01-01', 'infinity', '开通', 'uht', 24, 0.09, '-infinity', '-infinity');
insert into core.chain_item (chain_id, item_number, product_id, listed_on, arrived_at, recorded_at)
values ('C', 'N1', 'N', '2026-05-08', '-infinity', '-infinity'), ('C', 'E1', 'E', null, '-infinity', '-infinity'),
    ('C', 'L1', 'L', '2026-05-20', '-infinity', '-infinity');
update core.chain_item set delisted_on = '2026-05-20' where chain_id = 'C' and product_id = 'Q';
update core.product set valid_to = '2026-05-14' where product_id = 'P';
insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, unit_barcode, arrived_at, recorded_at)
values ('P', '2026-05-15', '大纯', 'uht', 16, 0.09, '6901234000013', '-infinity', '-infinity');
insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
values ('C', 'P', '2026-05-15', 10.5, '-infinity', '-infinity');
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
values ('C', 'S9', '2026-05-10', 'S9', '浙江', '杭州', 'direct', '-infinity', '-infinity');
