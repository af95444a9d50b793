-- 10 % of 1,000.00 is 100.00 a statement; the cap of 150.00 leaves 50.00 for the second and nothing for the third.
select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '3.1', 'monthly_rebate', 'percentage', 10, cap => 150), pg_temp.means('月返', 'monthly_rebate');
select pg_temp.stated('A', '2026-04-16', '2026-04-30', 900), pg_temp.stated('B', '2026-05-01', '2026-05-15', 900),
    pg_temp.stated('D', '2026-05-16', '2026-05-31', 1000);
select pg_temp.settled(s, 1, 'P', 100, 10, 1000.00) from unnest(array['A', 'B', 'D']) s;
select pg_temp.deducted('A', 2, '月返', -100.00, invoice => 'F1'), pg_temp.deducted('B', 2, '月返', -100.00, invoice => 'F2');
