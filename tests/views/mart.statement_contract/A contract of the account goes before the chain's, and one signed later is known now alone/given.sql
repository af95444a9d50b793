select pg_temp.trade(), pg_temp.contract('K26'), pg_temp.contract('K26B');
insert into core.settlement_account (chain_id, account_id, supplier_code, statement_basis, price_decimals, arrived_at, recorded_at)
values ('C', 'C-2', '2', 'excluding', 4, '-infinity', '-infinity');
update core.contract set account_id = 'C-2' where contract_id = 'K26B';
-- K26 is signed after A and B have closed (two days after their period).
update core.contract set signed_on = '2026-05-20' where contract_id = 'K26';
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 960), pg_temp.stated('B', '2026-05-01', '2026-05-15', 1930, account => 'C-2');
