-- 1,090.00 ÷ 1.09 = 1,000.00 reaches the tier from 1,000.00; with VAT it would have reached the one from 1,050.00. 1,000.00 × 1 % = 10.00.
select pg_temp.trade(), pg_temp.contract('K26'), pg_temp.term('K26', '4.2', 'conditional_rebate', 'tiered_rebate', null, per => 'year',
    basis => 'excluding');
insert into core.contract_tier (chain_id, contract_id, term_id, sales_from, pct, arrived_at, recorded_at)
values ('C', 'K26', '4.2', 1000, 1, '-infinity', '-infinity'), ('C', 'K26', '4.2', 1050, 2, '-infinity', '-infinity');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 1090.00), pg_temp.settled('A', 1, 'P', 100, 10, 1090.00, rate => 0.09);
