select pg_temp.trade();
select pg_temp.stated('A', '2026-04-16', '2026-04-30', 500), pg_temp.settled('A', 1, 'P', 50, 9.1743, 500, rate => 0.09);
select pg_temp.stated('B', '2026-05-01', '2026-05-15', 900), pg_temp.settled('B', 1, 'P', 100, 10, 1090, rate => 0.09),
    pg_temp.settled('B', 2, 'P', -9, 10, -90, rate => 0.09, kind => 'return'), pg_temp.deducted('B', 3, '年返', -100);
select pg_temp.means('年返', 'annual_rebate');
select pg_temp.contract('K25', '2025-01-01', '2025-12-31'), pg_temp.term('K25', '1', 'information_fee', 'fixed', 300);
select pg_temp.contract('K26', '2026-01-01', '2026-12-31', signed => '2026-06-10'),
    pg_temp.term('K26', '1', 'annual_rebate', 'tiered_rebate', 0, per => 'year');
insert into core.contract_tier (chain_id, contract_id, term_id, sales_from, pct, arrived_at, recorded_at)
select 'C', 'K26', '1', sales_from, pct, '-infinity', '-infinity' from (values (0, 1.0), (1000, 2.0), (2000, 3.0)) tier (sales_from, pct);
