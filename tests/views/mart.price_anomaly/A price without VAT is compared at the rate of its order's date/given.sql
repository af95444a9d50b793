select pg_temp.trade();
-- The rate falls from 13 to 9 per cent on the 15th, and the list, with VAT, with it: 11.30 and 10.90 are both 10.0000.
update core.product set vat_rate = 0.13, valid_to = '2026-05-14' where product_id = 'P';
insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, arrived_at, recorded_at)
    values ('P', '2026-05-15', '大纯', 'uht', 12, 0.09, '-infinity', '-infinity');
update core.price set unit_price = 11.3, basis = 'including', valid_to = '2026-05-14' where chain_id = 'C' and product_id = 'P';
insert into core.price (chain_id, product_id, valid_from, unit_price, basis, arrived_at, recorded_at)
    values ('C', 'P', '2026-05-15', 10.9, 'including', '-infinity', '-infinity');
select pg_temp.ordered('O1', 'P', 100, date '2026-05-14', printed => 11.3, printed_basis => 'including');
select pg_temp.ordered('O2', 'P', 100, date '2026-05-15', printed => 10.9, printed_basis => 'including');
select pg_temp.ordered('O3', 'P', 100, date '2026-05-15', printed => 11.3, printed_basis => 'including');
