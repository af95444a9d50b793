select pg_temp.trade();
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 1000), pg_temp.settled('A', 1, 'P', 100, 10, 1000, rate => 0.09);
select pg_temp.contract('K26'), pg_temp.term('K26', '1', 'annual_rebate', 'tiered_rebate', 0, per => 'year');
insert into core.contract_tier (chain_id, contract_id, term_id, sales_from, pct, arrived_at, recorded_at)
values ('C', 'K26', '1', 1000, 2, '-infinity', '-infinity'), ('C', 'K26', '1', 1000.01, 3, '-infinity', '-infinity');
