select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 20, date '2026-04-10', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 20, on_day => date '2026-04-10', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'Q', 30, date '2026-04-10', store => 'S1', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'Q', 30, on_day => date '2026-04-10', store => 'S1', chain => 'C');

insert into core.target (chain_id, store_id, product_id, month, amount, arrived_at, recorded_at)
values ('C', '', '', '2026-05-01', 300, '-infinity', '-infinity'), ('C', 'S2', 'P', '2026-05-01', 100, '-infinity', '-infinity');
