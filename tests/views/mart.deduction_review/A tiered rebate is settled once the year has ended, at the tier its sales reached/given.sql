-- Sales of 2025: 8,000.00 + 4,000.00 = 12,000.00 reach the tier of 10,000.00: 2 % of all of it is 240.00. Taken in December it is too
-- early.
select pg_temp.trade(), pg_temp.contract('K25', '2025-01-01', '2025-12-31'), pg_temp.contract('K26');
select pg_temp.term('K25', '5', 'conditional_rebate', 'tiered_rebate', 0, per => 'year'),
    pg_temp.term('K26', '5', 'conditional_rebate', 'tiered_rebate', 0, per => 'year');
insert into core.contract_tier (chain_id, contract_id, term_id, sales_from, pct, arrived_at, recorded_at)
values ('C', 'K25', '5', 5000, 1, '-infinity', '-infinity'), ('C', 'K25', '5', 10000, 2, '-infinity', '-infinity'),
    ('C', 'K25', '5', 20000, 3, '-infinity', '-infinity');
select pg_temp.means('有条件返利', 'conditional_rebate');
select pg_temp.stated('A', '2025-11-16', '2025-11-30', 7900), pg_temp.stated('B', '2025-12-16', '2025-12-31', 4000),
    pg_temp.stated('D', '2026-01-01', '2026-01-15', 2750);
select pg_temp.settled('A', 1, 'P', 800, 10, 8000.00), pg_temp.settled('B', 1, 'P', 400, 10, 4000.00),
    pg_temp.settled('D', 1, 'P', 300, 10, 3000.00);
select pg_temp.deducted('A', 2, '有条件返利', -100.00, invoice => 'F1'), pg_temp.deducted('D', 2, '有条件返利', -250.00, invoice => 'F1');
