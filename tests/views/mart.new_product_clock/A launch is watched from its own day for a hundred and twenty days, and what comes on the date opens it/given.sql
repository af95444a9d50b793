select pg_temp.trade();
-- P is launched today, a Sunday: twenty working days end on 26 June. Q was launched 119 days ago, R 120.
insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, launched_on, arrived_at, recorded_at)
values ('R', '2026-01-01', 'R', 'uht', 12, 0.09, '2026-01-31', '-infinity', '-infinity');
update core.product set launched_on = case product_id when 'P' then date '2026-05-31' else date '2026-02-01' end
where product_id in ('P', 'Q');
delete from core.store where chain_id = 'G' or store_id = 'S2';
select pg_temp.delivered('D1', '', 'Q', 1, on_day => '2026-05-31');
