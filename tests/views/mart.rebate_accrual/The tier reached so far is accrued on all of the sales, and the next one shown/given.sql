-- Sales up to 31 May: 8,000.00 − 500.00 + 4,000.00 = 11,500.00 reach the tier of 10,000.00: 2 % of all of it is 230.00. June does not count
-- yet.
select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '5', 'conditional_rebate', 'tiered_rebate', 0, per => 'year'),
    pg_temp.term('K26', '6', 'unconditional_rebate', 'unconditional_rebate', 1, per => 'year', cap => 100);
insert into core.contract_tier (chain_id, contract_id, term_id, sales_from, pct, arrived_at, recorded_at)
values ('C', 'K26', '5', 5000, 1, '-infinity', '-infinity'), ('C', 'K26', '5', 10000, 2, '-infinity', '-infinity'),
    ('C', 'K26', '5', 20000, 3, '-infinity', '-infinity');
select pg_temp.stated('A', '2026-04-16', '2026-04-30', 7500), pg_temp.stated('B', '2026-05-16', '2026-05-31', 4000),
    pg_temp.stated('D', '2026-06-01', '2026-06-15', 9000);
select pg_temp.settled('A', 1, 'P', 800, 10, 8000.00), pg_temp.settled('A', 2, 'P', -50, 10, -500.00, kind => 'return'),
    pg_temp.settled('B', 1, 'P', 400, 10, 4000.00), pg_temp.settled('D', 1, 'P', 900, 10, 9000.00);
