-- 8,000.00 less returns of 500.00 in February, from the opening balances, and 4,000.00 settled in May: 11,500.00 reach 2 %. The March
-- statement came from the portal too, and counts as the portal has it.
select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '5', 'conditional_rebate', 'tiered_rebate', 0, per => 'year');
insert into core.contract_tier (chain_id, contract_id, term_id, sales_from, pct, arrived_at, recorded_at)
values ('C', 'K26', '5', 5000, 1, '-infinity', '-infinity'), ('C', 'K26', '5', 10000, 2, '-infinity', '-infinity');
insert into core.opening_statement (chain_id, statement_number, account_id, period_from, period_to, goods_amount, return_amount,
    net_goods_amount, net_return_amount, stated_payable, load_id, row_number, arrived_at, recorded_at)
values ('C', 'F', 'C-1', '2026-02-01', '2026-02-28', 8000.00, -500.00, null, null, 7500.00, 9, 6,
        pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('C', 'M', 'C-1', '2026-03-01', '2026-03-31', 999.00, 0, null, null, 999.00, 9, 7,
        pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01')),
    ('C', 'X', 'C-1', '2025-12-01', '2025-12-31', 5000.00, 0, null, null, 5000.00, 9, 8,
        pg_temp.morning('2026-05-01'), pg_temp.morning('2026-05-01'));
select pg_temp.stated('M', '2026-03-01', '2026-03-31', 0, arrived => pg_temp.morning('2026-05-10')),
    pg_temp.stated('B', '2026-05-16', '2026-05-31', 4000);
select pg_temp.settled('B', 1, 'P', 400, 10, 4000.00);
