select pg_temp.trade();

insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, arrived_at, recorded_at)
select 'X' || n, '2026-01-01', 'X', 'uht', 12, 0.09, '-infinity', '-infinity' from generate_series(1, 5) n;
insert into core.chain_item (chain_id, item_number, product_id, arrived_at, recorded_at) select 'C', 'x' || n, 'X' || n, '-infinity',
    '-infinity' from generate_series(1, 5) n;
delete from core.chain_item where chain_id = 'G';
delete from core.store where chain_id = 'G';
select pg_temp.ordered('O1', 'P', 10, date '2026-03-02', store => 'S1', chain => 'C');
select pg_temp.delivered('DO1', 'O1', 'P', 10, on_day => date '2026-03-02', store => 'S1', chain => 'C');
select pg_temp.ordered('O2', 'P', 10, date '2026-04-02', store => 'S1', chain => 'C');
select pg_temp.delivered('DO2', 'O2', 'P', 10, on_day => date '2026-04-02', store => 'S1', chain => 'C');
select pg_temp.ordered('O3', 'P', 10, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO3', 'O3', 'P', 10, on_day => date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.ordered('O4', 'Q', 30, date '2026-03-02', store => 'S1', chain => 'C');
select pg_temp.delivered('DO4', 'O4', 'Q', 30, on_day => date '2026-03-02', store => 'S1', chain => 'C');
select pg_temp.ordered('O5', 'Q', 30, date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DO5', 'O5', 'Q', 30, on_day => date '2026-05-04', store => 'S1', chain => 'C');
select pg_temp.delivered('DX', '', 'X1', 4, on_day => date '2026-05-04');
