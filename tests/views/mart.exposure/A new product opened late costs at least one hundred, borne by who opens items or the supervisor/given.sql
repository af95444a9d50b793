select pg_temp.trade();
-- Nobody is named for opening items, so the supervisor of the chain bears it; the penalty belongs to the month after the twentieth working
-- day.
insert into core.responsibility (person_id, role, chain_id, city, region, store_id, subject, valid_from, arrived_at, recorded_at) values
    ('rep1', 'representative', 'C', '', '', 'S1', '', '2026-01-01', '-infinity', '-infinity'),
    ('rep2', 'representative', 'C', '', '', 'S2', '', '2026-01-01', '-infinity', '-infinity'),
    ('area', 'area_manager', '', '上海', '', '', '', '2026-01-01', '-infinity', '-infinity'),
    ('ka', 'region_manager', '', '', '华东', '', '', '2026-01-01', '-infinity', '-infinity'),
    ('sales', 'sales_region_manager', '', '', '华东', '', '', '2026-01-01', '-infinity', '-infinity'),
    ('boss', 'supervisor', 'C', '', '', '', '', '2026-01-01', '-infinity', '-infinity');
update core.product set launched_on = '2026-04-01', assortment = 'other' where product_id = 'P';
delete from core.store where chain_id = 'G' or store_id = 'S2';
-- C is known since before the clock ran out.
insert into core.product (product_id, valid_from, name, category, assortment, pack_size, vat_rate, arrived_at, recorded_at)
values ('R', '2026-01-01', 'R', 'uht', 'other', 12, 0.09, '-infinity', '-infinity');
select pg_temp.delivered('R1', '', 'R', 1, on_day => date '2026-04-02');
