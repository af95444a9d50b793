select pg_temp.trade();
select pg_temp.delivered('D1', '', 'P', 5, on_day => '2026-01-31'), pg_temp.delivered('D2', '', 'Q', 5, on_day => '2026-02-01'),
    pg_temp.delivered('D3', '', 'P', 5, on_day => '2026-05-01');
insert into core.target (chain_id, store_id, product_id, month, amount, arrived_at, recorded_at)
values ('C', 'S1', '', '2026-05-01', 3100, '-infinity', '-infinity');
