select pg_temp.trade();
-- 1 to 5 May off, Saturday 9 May worked: after Thursday 30 April the first working day is 6 May, the fifth 11 May.
update core.calendar_day set is_working_day = day = '2026-05-09' where day between '2026-05-01' and '2026-05-05' or day = '2026-05-09';
update core.calendar_day as one set working_number = counted.number
from (select day, count(*) filter (where is_working_day) over (order by day) as number from core.calendar_day) as counted
    where counted.day = one.day;
insert into core.promotion (chain_id, promotion_id, product_id, kind, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    retail_price, filed_on, reported_on, arrived_at, recorded_at) values
    ('C', 'in time', 'P', 'in_store', '2026-04-15', '2026-04-30', '2026-04-20', '2026-04-30', 9, 11.9, '2026-03-21', '2026-05-11',
        '-infinity', '-infinity'),
    ('C', 'a day late', 'Q', 'in_store', '2026-04-15', '2026-04-30', '2026-04-20', '2026-04-30', 3, 4, '2026-03-22', '2026-05-12',
        '-infinity', '-infinity');
insert into core.retail_price (chain_id, store_id, product_id, seen_on, unit_price, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-06', 11.9, '-infinity', '-infinity'), ('C', 'S1', 'Q', '2026-05-07', 4, '-infinity', '-infinity'),
    ('C', 'S2', 'Q', '2026-05-07', 4.01, '-infinity', '-infinity');
