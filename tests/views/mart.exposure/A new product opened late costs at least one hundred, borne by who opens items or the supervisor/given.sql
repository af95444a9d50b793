select pg_temp.trade();
-- Nobody is named for opening items, so the supervisor of the chain bears it; the penalty belongs to the month after the twentieth working
-- day.
select pg_temp.answers('rep1', 'representative', 'C', 'S1'), pg_temp.answers('rep2', 'representative', 'C', 'S2'),
    pg_temp.answers('area', 'area_manager', city => '上海'), pg_temp.answers('ka', 'region_manager', region => '华东'),
    pg_temp.answers('sales', 'sales_region_manager', region => '华东'), pg_temp.answers('boss', 'supervisor', 'C');
update core.product set launched_on = '2026-04-01', assortment = 'other' where product_id = 'P';
delete from core.store where chain_id = 'G' or store_id = 'S2';
-- C is known since before the clock ran out.
insert into core.product (product_id, valid_from, name, category, assortment, pack_size, vat_rate, arrived_at, recorded_at)
values ('R', '2026-01-01', 'R', 'uht', 'other', 12, 0.09, '-infinity', '-infinity');
select pg_temp.delivered('R1', '', 'R', 1, on_day => date '2026-04-02');
