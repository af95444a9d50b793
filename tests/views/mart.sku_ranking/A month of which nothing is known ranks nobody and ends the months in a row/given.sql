select pg_temp.trade();
-- Six items. P sells in January, March, April and May; of February nothing is known. May is not over on its tenth.
insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, arrived_at, recorded_at)
select 'X' || n, '2026-01-01', 'X', 'uht', 12, 0.09, '-infinity', '-infinity' from generate_series(1, 5) n;
delete from core.chain_item;
insert into core.chain_item (chain_id, item_number, product_id, arrived_at, recorded_at)
select 'C', product_id, product_id, '-infinity', '-infinity' from core.product where product_id <> 'Q';
delete from core.store where chain_id = 'G';
select pg_temp.delivered('D' || day, '', 'P', 10, on_day => day)
    from unnest(array['2026-01-05', '2026-03-05', '2026-04-05', '2026-05-05']::date[]) as day;
select pg_temp.clock('2026-05-10', '2026-06-30 23:59:59+08');
