-- On consignment: 24 came and 4 went back to us, neither is owed. Sold in the first half: 10 P in S1, 6 P in S2, none of Q.
-- T1 settles 8 of the 10, the 6 at 9.5 instead of 10, and 3 Q that no till sold. T2 makes up the 2, and takes off goods by note.
select pg_temp.trade(), pg_temp.contract('K', '2026-05-01');
update core.contract set contract_type = 'consignment';
select pg_temp.ordered('A1', 'P', 24), pg_temp.delivered('N1', 'A1', 'P', 24), pg_temp.delivered('R1', '', 'P', 4, kind => 'return');
insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, load_id, row_number, arrived_at, recorded_at)
select 'C', store, 'P', sold_on, quantity, 4, number, '2026-05-20', '2026-05-20'
from (values ('S1', date '2026-05-08', 7, 1), ('S1', '2026-05-10', 3, 2), ('S2', '2026-05-15', 6, 3), ('S1', '2026-05-18', 5, 4))
    as sold (store, sold_on, quantity, number);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 160.63), pg_temp.stated('T2', '2026-05-16', '2026-05-31', 32.70);
select pg_temp.settled('T1', 1, 'P', 8, 10, 87.20, store => 'S1'), pg_temp.settled('T1', 2, 'P', 6, 9.5, 62.13, store => 'S2'),
    pg_temp.settled('T1', 3, 'Q', 3, 3.3333, 11.30, store => 'S1'),
    pg_temp.settled('T2', 1, 'P', 7, 10, 76.30, store => 'S1'),
    pg_temp.settled('T2', 2, 'P', -4, 10, -43.60, kind => 'return', note => 'R1', store => 'S1');
