select pg_temp.trade();
select pg_temp.answers('all', 'item_opener', 'C'), pg_temp.answers('q', 'item_opener', 'C', subject => 'Q'),
    pg_temp.answers('boss', 'supervisor', 'C');
update core.product set launched_on = '2026-04-01', assortment = 'other';
delete from core.store where chain_id = 'G' or store_id = 'S2';
-- C is known since before the clock ran out.
insert into core.product (product_id, valid_from, name, category, assortment, pack_size, vat_rate, arrived_at, recorded_at)
values ('R', '2026-01-01', 'R', 'uht', 'other', 12, 0.09, '-infinity', '-infinity');
select pg_temp.delivered('R1', '', 'R', 1, on_day => date '2026-04-02');
