-- 1 % of the month, at most 30.00 a year. April: 10.90 on A, 21.80 with B. May may still take 30.00 - 21.80 = 8.20 of its 16.35.
select pg_temp.trade(), pg_temp.contract('K26'), pg_temp.term('K26', '3.1', 'logistics', 'percentage', 1, per => 'month', cap => 30),
    pg_temp.means('物流配送费', 'logistics');
select pg_temp.stated('A', '2026-04-01', '2026-04-15', 1079.10), pg_temp.stated('B', '2026-04-16', '2026-04-30', 1079.10),
    pg_temp.stated('D', '2026-05-01', '2026-05-15', 1618.65);
select pg_temp.settled('A', 1, 'P', 100, 10, 1090.00, rate => 0.09), pg_temp.settled('B', 1, 'P', 100, 10, 1090.00, rate => 0.09),
    pg_temp.settled('D', 1, 'P', 150, 10, 1635.00, rate => 0.09);
select pg_temp.deducted('A', 2, '物流配送费', -10.90, invoice => 'F1'), pg_temp.deducted('B', 2, '物流配送费', -10.90, invoice => 'F2'),
    pg_temp.deducted('D', 2, '物流配送费', -16.35, invoice => 'F3');
