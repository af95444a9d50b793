select pg_temp.trade();
select pg_temp.contract('K', '2026-01-01', '2026-12-31'), pg_temp.term('K', '1', 'information_fee', 'fixed', 300),
    pg_temp.term('K', '2', 'annual_rebate', 'percentage', 2), pg_temp.term('K', '3', 'festival_fee', 'fixed', 1000, per => 'year'),
    pg_temp.means('信息费', 'information_fee');
select pg_temp.stated('A', '2026-04-01', '2026-04-15', 1000), pg_temp.settled('A', 1, 'P', 100, 10, 1000, rate => 0.09),
    pg_temp.deducted('A', 2, '信息费', -300);
select pg_temp.stated('B', '2026-04-16', '2026-04-30', 500), pg_temp.settled('B', 1, 'P', 50, 10, 500, rate => 0.09);
-- This month's statement so far is half of a month; what nobody has explained is taken all the same.
select pg_temp.stated('D', '2026-05-01', '2026-05-15', 800), pg_temp.settled('D', 1, 'P', 80, 10, 800, rate => 0.09),
    pg_temp.deducted('D', 2, '堆头费', -40);

-- The file of this name holds a function; a view of the case's own shows it.
create view mart.fee_budget as select * from mart.fee_budget('2026-05-01');
