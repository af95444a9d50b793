select pg_temp.trade(), pg_temp.contract('K26', signed => '2026-05-20');
select pg_temp.term('K26', '4.1', 'monthly_rebate', 'percentage', 2), pg_temp.means('月返', 'monthly_rebate');
-- A closed before any contract was known. B takes 50.00 of 20.00 due; D gives the 30.00 back.
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 50), pg_temp.stated('B', '2026-05-16', '2026-05-31', 950),
    pg_temp.stated('D', '2026-06-01', '2026-06-15', 30);
select pg_temp.deducted('A', 1, '月返', 50, invoice => 'F1');
select pg_temp.settled('B', 1, 'P', 100, 10, 1000, note => 'N1'), pg_temp.deducted('B', 2, '月返', -50, invoice => 'F2');
select pg_temp.deducted('D', 1, '月返', 30, invoice => 'F3');
