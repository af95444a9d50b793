select pg_temp.trade();
-- P's unit barcode is Q's case barcode; R's own are its own, though it has one in both columns.
update core.product set unit_barcode = '690', case_barcode = '699' where product_id = 'P';
update core.product set unit_barcode = '691', case_barcode = '690' where product_id = 'Q';
insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, unit_barcode, case_barcode, arrived_at, recorded_at)
values ('R', '2026-01-01', '酸奶', 'uht', 12, 0.09, '692', '692', '-infinity', '-infinity');
