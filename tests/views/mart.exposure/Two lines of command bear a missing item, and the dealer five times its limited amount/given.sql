select pg_temp.trade();

select pg_temp.answers('rep1', 'representative', 'C', 'S1'), pg_temp.answers('rep2', 'representative', 'C', 'S2'),
    pg_temp.answers('area', 'area_manager', city => '上海'), pg_temp.answers('ka', 'region_manager', region => '华东'),
    pg_temp.answers('sales', 'sales_region_manager', region => '华东'), pg_temp.answers('boss', 'supervisor', 'C');
update core.product set assortment = 'core';
update core.store set dealer = '申达' where store_id = 'S2';
delete from core.store where chain_id = 'G';
insert into core.product (product_id, valid_from, name, category, assortment, pack_size, vat_rate, arrived_at, recorded_at)
select 'X' || n, '2026-01-01', 'X', 'uht', 'core', 12, 0.09, '-infinity', '-infinity' from generate_series(1, 9) n;
select pg_temp.ordered('O1', 'P', 1, date '2026-05-20', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 1, on_day => date '2026-05-20', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'Q', 1, date '2026-05-20', store => 'S1', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'Q', 1, on_day => date '2026-05-20', store => 'S1', chain => 'C');
-- C is known since before the four weeks.
select pg_temp.delivered('R0', '', 'P', 1, on_day => date '2026-05-02');
