select pg_temp.trade();
select pg_temp.contract('K'), pg_temp.term('K', '1', 'information_fee', 'fixed', 100),
    pg_temp.term('K', '2', 'annual_rebate', 'percentage', 2);
select pg_temp.stated(to_char(day, 'MMDD'), day, day, 100) from unnest(array[date '2026-05-01', '2026-05-15', '2026-05-31']) day;
select pg_temp.settled(to_char(day, 'MMDD'), 1, 'P', 10, 10, 100, rate => 0.09)
from unnest(array[date '2026-05-01', '2026-05-15', '2026-05-31']) day;
create view mart.fee_budget as select * from mart.fee_budget('2026-05-01');
