select pg_temp.trade();
select pg_temp.clock('2026-05-10', '2026-06-30 23:59:59+08');
select pg_temp.ordered('O1', 'P', 10, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 10, on_day => date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'Q', 30, date '2026-05-04', store => 'S2', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'Q', 30, on_day => date '2026-05-04', store => 'S2', chain => 'C');
select pg_temp.ordered('O3', 'P', 50, date '2026-05-20', store => 'S1', chain => 'C');
select pg_temp.delivered('DO3', 'O3', 'P', 50, on_day => date '2026-05-20', store => 'S1', chain => 'C');

insert into core.target (chain_id, store_id, product_id, month, amount, arrived_at, recorded_at)
values ('C', '', '', '2026-05-01', 620, '-infinity', '-infinity'), ('C', 'S1', '', '2026-05-01', 0, '-infinity', '-infinity'),
    ('C', '', 'Q', '2026-05-01', 200, '-infinity', '-infinity'), ('C', '', '', '2026-06-01', 1, '-infinity', '-infinity');
