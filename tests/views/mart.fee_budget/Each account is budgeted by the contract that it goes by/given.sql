select pg_temp.trade();
insert into core.settlement_account (chain_id, account_id, supplier_code, statement_basis, price_decimals, arrived_at, recorded_at)
values ('C', 'C-2', '2', 'excluding', 4, '-infinity', '-infinity');
-- C-2 pays 3 % of its own goods (1,000.00) and 200.00 on each of its statements (one in April); C-1 the chain's 2 % of its own (500.00).
select pg_temp.contract('CHAIN'), pg_temp.term('CHAIN', '1', 'annual_rebate', 'percentage', 2);
select pg_temp.contract('OWN', '2026-02-01'), pg_temp.term('OWN', '1', 'annual_rebate', 'percentage', 3),
    pg_temp.term('OWN', '2', 'information_fee', 'fixed', 200);
update core.contract set account_id = 'C-2' where contract_id = 'OWN';
select pg_temp.stated('A', '2026-04-01', '2026-04-15', 500), pg_temp.settled('A', 1, 'P', 50, 10, 500, rate => 0.09);
select pg_temp.stated('B', '2026-04-16', '2026-04-30', 1000, account => 'C-2'), pg_temp.settled('B', 1, 'P', 100, 10, 1000, rate => 0.09);

-- The file of this name holds a function; a view of the case's own shows it.
create view mart.fee_budget as select * from mart.fee_budget('2026-05-01');
