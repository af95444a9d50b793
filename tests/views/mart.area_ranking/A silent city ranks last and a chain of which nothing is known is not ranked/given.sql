select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 10, date '2026-04-02', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 10, on_day => date '2026-04-02', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 20, date '2026-04-02', store => 'S1', chain => 'G');
select pg_temp.delivered('DO2', 'O2', 'P', 20, on_day => date '2026-04-02', store => 'S1', chain => 'G');
select pg_temp.ordered('O3', 'P', 10, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO3', 'O3', 'P', 10, on_day => date '2026-05-04', store => 'S1', chain => 'C');
-- A city of chain C that sold in April alone: C is known in May, so it sold nothing. Of chain G nothing is known in May.
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
values ('C', 'S3', '2026-01-01', 'S3', '江苏', '苏州', 'direct', '-infinity', '-infinity');
select pg_temp.ordered('O4', 'P', 40, date '2026-04-02', store => 'S3', chain => 'C');
select pg_temp.delivered('DO4', 'O4', 'P', 40, on_day => date '2026-04-02', store => 'S3', chain => 'C');
