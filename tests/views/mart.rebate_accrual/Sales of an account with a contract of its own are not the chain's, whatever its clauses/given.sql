-- The chain's rebate counts the 1,000.00 of C-1; C-2 has a contract without any rebate and sold 9,000.00.
select pg_temp.trade();
insert into core.settlement_account (chain_id, account_id, supplier_code, statement_basis, price_decimals, arrived_at, recorded_at)
values ('C', 'C-2', '2', 'excluding', 4, '-infinity', '-infinity');
select pg_temp.contract('CHAIN'), pg_temp.term('CHAIN', '6', 'unconditional_rebate', 'unconditional_rebate', 1, per => 'year'),
    pg_temp.contract('OWN');
update core.contract set account_id = 'C-2' where contract_id = 'OWN';
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 1000), pg_temp.stated('B', '2026-05-01', '2026-05-15', 9000, account => 'C-2');
select pg_temp.settled('A', 1, 'P', 100, 10, 1000.00), pg_temp.settled('B', 1, 'P', 900, 10, 9000.00);
