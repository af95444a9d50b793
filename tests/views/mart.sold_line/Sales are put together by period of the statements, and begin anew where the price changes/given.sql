-- On consignment from 3 May. The price of P rises on the 12th; the statement of the first half lists Q, of which none was sold.
select pg_temp.trade(), pg_temp.contract('K', '2026-05-03');
update core.contract set contract_type = 'consignment';
update core.price set valid_to = '2026-05-11' where chain_id = 'C' and product_id = 'P';
insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
values ('C', 'P', '2026-05-12', 11, '-infinity', '-infinity');
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 0), pg_temp.settled('T1', 1, 'Q', 2, 3.3333, 7.54, store => 'S1');
insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, load_id, row_number, arrived_at, recorded_at)
select 'C', store, 'P', sold_on, quantity, 4, number, '2026-05-20', '2026-05-20'
from (values ('S1', date '2026-05-02', 9, 1), ('S1', '2026-05-03', 5, 2), ('S1', '2026-05-10', 3, 3), ('S1', '2026-05-12', 4, 4),
    ('S1', '2026-05-14', -1, 5), ('S1', '2026-05-16', 6, 6), ('S2', '2026-05-15', 7, 7)) as sold (store, sold_on, quantity, number);
