select pg_temp.trade();
-- one is representative of S1, and area manager and sales region manager of both stores: S1's nine missing items count once for them, and
-- S2's eleven as area manager: 2,000.00 together, limited to 1,000.00.
select pg_temp.answers('one', 'representative', 'C', 'S1'), pg_temp.answers('two', 'representative', 'C', 'S2'),
    pg_temp.answers('one', 'area_manager', region => '华东'), pg_temp.answers('one', 'sales_region_manager', region => '华东'),
    pg_temp.answers('ka', 'region_manager', region => '华东');
update core.product set assortment = 'core';
delete from core.store where chain_id = 'G';
insert into core.product (product_id, valid_from, name, category, assortment, pack_size, vat_rate, arrived_at, recorded_at)
select 'X' || n, '2026-01-01', 'X', 'uht', 'core', 12, 0.09, '-infinity', '-infinity' from generate_series(1, 9) n;
select pg_temp.delivered('D0', '', 'P', 1, on_day => date '2026-05-02'), pg_temp.delivered('D1', '', 'P', 1, on_day => date '2026-05-20'),
    pg_temp.delivered('D2', '', 'Q', 1, on_day => date '2026-05-20');
