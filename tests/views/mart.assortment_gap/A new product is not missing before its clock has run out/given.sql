select pg_temp.trade();

update core.product set assortment = 'new', launched_on = case product_id when 'P' then date '2026-05-01' else date '2026-04-30' end;
delete from core.store where chain_id = 'G' or store_id = 'S2';
select pg_temp.clock('2026-05-29', '2026-06-30 23:59:59+08');
-- The four weeks are known.
insert into core.product (product_id, valid_from, name, category, assortment, pack_size, vat_rate, arrived_at, recorded_at)
values ('R', '2026-01-01', 'R', 'uht', 'other', 12, 0.09, '-infinity', '-infinity');
select pg_temp.delivered('D1', '', 'R', 1, on_day => '2026-05-02');
