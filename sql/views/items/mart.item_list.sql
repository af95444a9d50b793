-- One row: one of our products at one chain in one region on the as-of date, as the regional item list has it (区域品项资料表, M6.1.2).
-- Read by: the workbook of items. Left out: products that have ended.
-- Depends on: mart.item_on
create view mart.item_list as
select * from mart.item_on(core.as_of());

comment on view mart.item_list is 'One row: one of our products at one chain in one region on the as-of date';
comment on column mart.item_list.chain_id is 'Chain';
comment on column mart.item_list.region is 'Our sales region';
comment on column mart.item_list.product_id is 'Our product';
comment on column mart.item_list.item_number is 'The chain''s own number of it; null where it never had one';
comment on column mart.item_list.unit_barcode is 'Barcode of the sales unit (单包码); null where nobody says';
comment on column mart.item_list.case_barcode is 'Barcode of the case (整箱码); null where nobody says';
comment on column mart.item_list.pack_size is 'Sales units in a case, the chain''s own where it has one';
comment on column mart.item_list.supply_price is 'List price, RMB per sales unit without VAT, four decimals; null where none is agreed';
comment on column mart.item_list.vat_rate is 'VAT rate, a fraction';
comment on column mart.item_list.is_listed is 'Whether the chain has it listed';
comment on column mart.item_list.listed_on is 'First day on which it was listed; null where nobody says';
comment on column mart.item_list.delisted_on is 'Day from which it is not listed any more; null while it is';
comment on column mart.item_list.category is 'Product category';
comment on column mart.item_list.assortment is 'Group of the mandatory assortment';
comment on column mart.item_list.load_id is 'Load of the product''s row';
comment on column mart.item_list.row_number is 'Row of it in its file';
