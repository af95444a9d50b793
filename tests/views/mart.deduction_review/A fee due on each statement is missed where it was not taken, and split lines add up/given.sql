-- 5 % of 1,000.00 = 50.00: A takes nothing; B takes 20.00 and 20.00, so 10.00 are missing; D takes 30.00 and 30.00, 10.00 too much.
select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '3.1', 'monthly_rebate', 'percentage', 5), pg_temp.means('月返', 'monthly_rebate');
select pg_temp.stated('A', '2026-04-16', '2026-04-30', 1000), pg_temp.stated('B', '2026-05-01', '2026-05-15', 960),
    pg_temp.stated('D', '2026-05-16', '2026-05-31', 940);
select pg_temp.settled(s, 1, 'P', 100, 10, 1000.00) from unnest(array['A', 'B', 'D']) s;
select pg_temp.deducted('B', 2, '月返', -20.00, invoice => 'F1'), pg_temp.deducted('B', 3, '月返', -20.00, invoice => 'F1');
select pg_temp.deducted('D', 2, '月返', -30.00, invoice => 'F1'), pg_temp.deducted('D', 3, '月返', -30.00, invoice => 'F1');
