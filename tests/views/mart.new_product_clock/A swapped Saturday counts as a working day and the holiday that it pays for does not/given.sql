select pg_temp.trade();
-- Labour Day 2026: 1 to 5 May are off, Saturday 9 May is worked. After Monday 13 April: 14–17, 20–24, 27–30 April are 13 working days,
-- 6–8 May 16, 9 May 17, 11–13 May 20. By weekends alone it would be 11 May.
update core.calendar_day set is_working_day = day = '2026-05-09' where day between '2026-05-01' and '2026-05-05' or day = '2026-05-09';
update core.calendar_day as one set working_number = counted.number
from (select day, count(*) filter (where is_working_day) over (order by day) as number from core.calendar_day) as counted
    where counted.day = one.day;
update core.product set launched_on = '2026-04-13' where product_id = 'P';
delete from core.store where chain_id = 'G';
select pg_temp.delivered('D1', '', 'P', 1, on_day => '2026-05-13');
select pg_temp.delivered('D2', '', 'P', 1, on_day => '2026-05-14', store => 'S2');
