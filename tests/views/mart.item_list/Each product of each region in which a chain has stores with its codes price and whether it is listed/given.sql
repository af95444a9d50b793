select pg_temp.trade();
update core.product set unit_barcode = '6901234000013', case_barcode = '6901234900018' where product_id = 'P';
update core.store set region = '浙江' where chain_id = 'G' and store_id = 'S2';
insert into core.price (chain_id, region, product_id, valid_from, unit_price, arrived_at, recorded_at)
values ('G', '浙江', 'P', '2026-05-01', 9.5, '-infinity', '-infinity');
update core.chain_item set delisted_on = '2026-05-11', pack_size = 6 where chain_id = 'G' and product_id = 'Q';
delete from core.chain_item where chain_id = 'C' and product_id = 'Q';
delete from core.price where chain_id = 'C' and product_id = 'Q';
