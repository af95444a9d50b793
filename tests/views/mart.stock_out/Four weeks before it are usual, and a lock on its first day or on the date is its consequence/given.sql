select pg_temp.trade();
-- C S1: 56 units came 28 days before it, 99 on its first day. What ended on 28 February, 92 days ago, is no longer shown.
insert into core.stock (chain_id, store_id, product_id, stock_on, quantity, arrived_at, recorded_at)
select chain_id, store_id, 'P', day, quantity, '-infinity', '-infinity'
from (values ('C', 'S1', date '2026-05-20', 9), ('C', 'S1', '2026-05-21', 0), ('C', 'S1', '2026-05-22', 0), ('C', 'S1', '2026-05-23', 0),
    ('C', 'S2', '2026-05-29', 5), ('C', 'S2', '2026-05-30', 0), ('C', 'S2', '2026-05-31', 0),
    ('G', 'S1', '2026-02-27', 5), ('G', 'S1', '2026-02-28', 0), ('G', 'S1', '2026-03-01', 5),
    ('G', 'S2', '2026-02-28', 5), ('G', 'S2', '2026-03-01', 0), ('G', 'S2', '2026-03-02', 5)) held (chain_id, store_id, day, quantity);
select pg_temp.delivered('D1', '', 'P', 56, on_day => '2026-04-23'), pg_temp.delivered('D2', '', 'P', 99, on_day => '2026-05-21');
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at) values
    ('C', 'S1', 'P', '2026-05-21', 'locked', '-infinity', '-infinity'), ('C', 'S2', 'P', '2026-05-31', 'locked', '-infinity', '-infinity');
