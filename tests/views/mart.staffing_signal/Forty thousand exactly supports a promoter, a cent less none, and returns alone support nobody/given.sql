select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59:59+08');
-- April, VAT included. C: S1 40,000.00, S2 39,999.99. G: S1 109.00, S2 gave back more than it got.
update core.price set unit_price = 1, basis = 'including', valid_from = '2026-01-01' where chain_id = 'C' and product_id = 'P';
update core.product set vat_rate = 0 where product_id = 'P';
insert into core.store_staff (chain_id, store_id, valid_from, promoters, arrived_at, recorded_at)
select chain_id, store_id, '2026-01-01', 1, '-infinity', '-infinity' from core.store where not (chain_id = 'G' and store_id = 'S1');
select pg_temp.delivered('D1', '', 'P', 40000, on_day => '2026-04-30'),
    pg_temp.delivered('D2', '', 'P', 39999.99, on_day => '2026-04-01', store => 'S2');
select pg_temp.delivered('D3', '', 'P', 99999, on_day => '2026-05-01', store => 'S2');
select pg_temp.delivered('D4', '', 'P', 10, on_day => '2026-04-07', chain => 'G');
select pg_temp.delivered('R1', '', 'P', 10, on_day => '2026-04-08', kind => 'return', store => 'S2', chain => 'G');
