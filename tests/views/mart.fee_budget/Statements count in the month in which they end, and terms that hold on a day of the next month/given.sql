select pg_temp.trade(), pg_temp.clock('2026-06-01', '2026-06-30 23:59+08');
-- C: one statement ends on 1 April and one on 1 May: last month had one. Of the festival fees the one that ends on 1 June and the one that
-- begins on 30 June hold in June.
select pg_temp.contract('K'), pg_temp.term('K', '1', 'information_fee', 'fixed', 300),
    pg_temp.term('K', '2', 'annual_rebate', 'percentage', 2),
    pg_temp.term('K', '3', 'festival_fee', 'fixed', 10, per => 'month', valid_to => '2026-06-01'),
    pg_temp.term('K', '4', 'festival_fee', 'fixed', 20, per => 'month', valid_from => '2026-06-30'),
    pg_temp.term('K', '5', 'festival_fee', 'fixed', 40, per => 'month', valid_to => '2026-05-31'),
    pg_temp.term('K', '6', 'festival_fee', 'fixed', 80, per => 'month', valid_from => '2026-07-01');
select pg_temp.stated('A', '2026-03-16', '2026-04-01', 100), pg_temp.settled('A', 1, 'P', 10, 10, 100, rate => 0.09);
select pg_temp.stated('B', '2026-04-16', '2026-05-01', 500), pg_temp.settled('B', 1, 'P', 50, 10, 500, rate => 0.09);
-- G: nothing last month, three statements this month, one in the next.
select pg_temp.contract('K', chain => 'G'), pg_temp.term('K', '1', 'information_fee', 'fixed', 100, chain => 'G');
select pg_temp.stated(to_char(day, 'MMDD'), day, day, 100, chain => 'G')
from unnest(array[date '2026-05-01', '2026-05-15', '2026-05-31', '2026-06-01']) day;
create view mart.fee_budget as select * from mart.fee_budget('2026-05-01');
