-- Signed on 20 May, in force from 1 January: A closed under last year's 3 %, B under this year's 2 %.
select pg_temp.trade();
select pg_temp.contract('K25', '2025-01-01', '2025-12-31'), pg_temp.contract('K26', '2026-01-01', '2026-12-31', '2026-05-20');
select pg_temp.term('K25', '8.1', 'monthly_rebate', 'percentage', 3), pg_temp.term('K26', '9.1', 'monthly_rebate', 'percentage', 2),
    pg_temp.means('月返', 'monthly_rebate');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 970), pg_temp.stated('B', '2026-05-16', '2026-05-31', 980);
select pg_temp.settled('A', 1, 'P', 100, 10, 1000.00), pg_temp.settled('B', 1, 'P', 100, 10, 1000.00);
select pg_temp.deducted('A', 2, '月返', -30.00, invoice => 'F1'), pg_temp.deducted('B', 2, '月返', -20.00, invoice => 'F2');
