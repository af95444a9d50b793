select pg_temp.trade(), pg_temp.contract('K26'), pg_temp.contract('K26B');
insert into core.settlement_account (chain_id, account_id, supplier_code, statement_basis, price_decimals, arrived_at, recorded_at)
values ('C', 'C-2', '2', 'excluding', 4, '-infinity', '-infinity');
update core.contract set account_id = 'C-2' where contract_id = 'K26B';
-- 2 % for the chain, 3 % for account C-2; both may take 0.5 % of the year's sales, of their own accounts alone: 5.00 and 10.00.
select pg_temp.term('K26', '4.1', 'monthly_rebate', 'percentage', 2), pg_temp.term('K26B', '4.1', 'monthly_rebate', 'percentage', 3);
select pg_temp.term('K26', '4.2', 'unconditional_rebate', 'unconditional_rebate', 0.5, per => 'year'),
    pg_temp.term('K26B', '4.2', 'unconditional_rebate', 'unconditional_rebate', 0.5, per => 'year');
select pg_temp.means('月返', 'monthly_rebate'), pg_temp.means('无条件返利', 'unconditional_rebate');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 960), pg_temp.stated('B', '2026-05-01', '2026-05-15', 1930, account => 'C-2');
select pg_temp.settled('A', 1, 'P', 100, 10, 1000, note => 'N1'), pg_temp.settled('B', 1, 'P', 200, 10, 2000, note => 'N2');
select pg_temp.deducted('A', 2, '月返', -30, invoice => 'F1'), pg_temp.deducted('A', 3, '无条件返利', -10, invoice => 'F2');
select pg_temp.deducted('B', 2, '月返', -60, invoice => 'F3'), pg_temp.deducted('B', 3, '无条件返利', -10, invoice => 'F4');
