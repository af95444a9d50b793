select pg_temp.trade();
insert into core.responsibility (person_id, role, chain_id, city, region, store_id, subject, valid_from, arrived_at, recorded_at) values
    ('rep1', 'representative', 'C', '', '', 'S1', '', '2026-01-01', '-infinity', '-infinity'),
    ('rep2', 'representative', 'C', '', '', 'S2', '', '2026-01-01', '-infinity', '-infinity'),
    ('area', 'area_manager', '', '上海', '', '', '', '2026-01-01', '-infinity', '-infinity'),
    ('ka', 'region_manager', '', '', '华东', '', '', '2026-01-01', '-infinity', '-infinity'),
    ('sales', 'sales_region_manager', '', '', '华东', '', '', '2026-01-01', '-infinity', '-infinity'),
    ('boss', 'supervisor', 'C', '', '', '', '', '2026-01-01', '-infinity', '-infinity');

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
