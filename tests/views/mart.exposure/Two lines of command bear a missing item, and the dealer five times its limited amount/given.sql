select pg_temp.trade();

insert into core.responsibility (person_id, role, chain_id, city, region, store_id, subject, valid_from, arrived_at, recorded_at) values
    ('rep1', 'representative', 'C', '', '', 'S1', '', '2026-01-01', '-infinity', '-infinity'),
    ('rep2', 'representative', 'C', '', '', 'S2', '', '2026-01-01', '-infinity', '-infinity'),
    ('area', 'area_manager', '', '上海', '', '', '', '2026-01-01', '-infinity', '-infinity'),
    ('ka', 'region_manager', '', '', '华东', '', '', '2026-01-01', '-infinity', '-infinity'),
    ('sales', 'sales_region_manager', '', '', '华东', '', '', '2026-01-01', '-infinity', '-infinity'),
    ('boss', 'supervisor', 'C', '', '', '', '', '2026-01-01', '-infinity', '-infinity');
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
