select pg_temp.trade();
select pg_temp.answers('rep1', 'representative', 'C', 'S1'), pg_temp.answers('rep2', 'representative', 'C', 'S2'),
    pg_temp.answers('area', 'area_manager', city => '上海'), pg_temp.answers('ka', 'region_manager', region => '华东'),
    pg_temp.answers('sales', 'sales_region_manager', region => '华东'), pg_temp.answers('boss', 'supervisor', 'C');

delete from core.store where chain_id = 'G';
-- S1: P is locked by the portal's word since 10 May, and no application was made: due on the 13th, 18 days late on the 31st.
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-10', 'locked', '-infinity', '-infinity');
select pg_temp.ordered('P0', 'P', 1, date '2026-05-04'), pg_temp.delivered('DP0', 'P0', 'P', 1, on_day => date '2026-05-04');
-- S2: P was ordered every other day until the tenth and not since, while Q was: suspected, so no lock is charged, only the late
-- application.
select pg_temp.ordered('A' || n, 'P', 1, date '2026-05-02' + 2 * n, store => 'S2'),
    pg_temp.delivered('DA' || n, 'A' || n, 'P', 1, on_day => date '2026-05-02' + 2 * n, store => 'S2')
from generate_series(1, 4) as n;
select pg_temp.ordered('Q1', 'Q', 1, date '2026-05-20', store => 'S2'),
    pg_temp.delivered('DQ1', 'Q1', 'Q', 1, on_day => date '2026-05-20', store => 'S2');
