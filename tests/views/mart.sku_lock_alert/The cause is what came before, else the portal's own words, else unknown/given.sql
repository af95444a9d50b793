select pg_temp.trade();
select pg_temp.ordered('P1', 'P', 10, date '2026-05-18', store => 'S1');
select pg_temp.ordered('P2', 'P', 10, date '2026-05-20', store => 'S1');
select pg_temp.ordered('P3', 'P', 10, date '2026-05-22', store => 'S1');
select pg_temp.ordered('Q1', 'Q', 10, date '2026-05-18', store => 'S1');
select pg_temp.delivered('DQ1', 'Q1', 'Q', 10, on_day => date '2026-05-18' + 2, store => 'S1');
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, reason, arrived_at, recorded_at) values
    ('C', 'S1', 'Q', '2026-05-25', 'stopped', '条码变更', '2026-05-25', '2026-05-25'),
    ('C', 'S2', 'P', '2026-05-25', 'delisted', null, '2026-05-25', '2026-05-25'),
    ('C', 'S2', 'Q', '2026-05-25', 'locked', null, '2026-05-25', '2026-05-25');
