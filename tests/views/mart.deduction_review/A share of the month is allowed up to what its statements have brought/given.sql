-- 1 % of the month: on A 10.90 of 1,090.00, of which 5.00 is taken; with B 16.35 of 1,635.00, less those 5.00: 11.35, not 12.00. April does
-- not count.
select pg_temp.trade(), pg_temp.contract('K26'), pg_temp.term('K26', '3.1', 'logistics', 'percentage', 1, per => 'month'),
    pg_temp.means('物流配送费', 'logistics');
select pg_temp.stated('Z', '2026-04-16', '2026-04-30', 981.00), pg_temp.stated('A', '2026-05-01', '2026-05-15', 1085.00),
    pg_temp.stated('B', '2026-05-16', '2026-05-31', 533.00);
select pg_temp.settled('Z', 1, 'P', 90, 10, 981.00, rate => 0.09), pg_temp.settled('A', 1, 'P', 100, 10, 1090.00, rate => 0.09),
    pg_temp.settled('B', 1, 'P', 50, 10, 545.00, rate => 0.09);
select pg_temp.deducted('A', 2, '物流配送费', -5.00, invoice => 'F1'), pg_temp.deducted('B', 2, '物流配送费', -12.00, invoice => 'F2');
