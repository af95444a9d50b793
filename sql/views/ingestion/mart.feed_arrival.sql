-- One row: one report of one chain for one business date on which a file is expected, and whether it came.
-- Read by: arrival board, digests (complete or marked partial), watchdog.
-- Left out: reports without an expectation in the profile, and business dates before the first file of a report ever loaded.
-- A file counts for the business date that it is about, not for the day it came: a backfill of old days does not turn today green.
create view mart.feed_arrival as
with expectation as (
    -- Settings in force, from the first business date that the report ever had a good file of; what was held or refused brought no data.
    select e.chain_id, e.report, e.every, e.after_days, e.by_time, f.first_date
    from core.expected_arrival e
    cross join lateral (
        select business_date as first_date from ops.load
        where load.chain_id = e.chain_id and load.report = e.report and state in ('loaded', 'duplicate') and business_date is not null
          and core.is_known(arrived_at, recorded_at, 'infinity', 'infinity')
        order by business_date limit 1) f
    where core.is_known(e.arrived_at, e.recorded_at, e.superseded_at, e.superseded_recorded_at)
),
expected as (
    -- Which dates have a file: half months end on the 15th and on the month's last day.
    select e.chain_id, e.report, d.day as business_date,
           (d.day + e.after_days + e.by_time) at time zone 'Asia/Shanghai' as expected_by
    from expectation e
    join core.calendar_day d on d.day between e.first_date and core.as_of()
    where case e.every
        when 'day' then true
        when 'working_day' then d.is_working_day
        when 'half_month' then extract(day from d.day) = 15 or extract(day from d.day + 1) = 1
        when 'month' then extract(day from d.day + 1) = 1
    end
)
select x.chain_id, x.report, x.business_date, x.expected_by, a.arrived_at,
       case
           when a.arrived_at <= x.expected_by then 'on_time'
           when a.arrived_at is not null then 'late'
           when x.expected_by <= core.known_at() then 'missing'
           else 'not_due'
       end as state,
       a.load_id
from expected x
-- The first good file for each, looked up by its day.
left join lateral (
    select load.arrived_at, load.load_id from ops.load
    where load.chain_id = x.chain_id and load.report = x.report and load.business_date = x.business_date
      and state in ('loaded', 'duplicate') and core.is_known(arrived_at, recorded_at, 'infinity', 'infinity')
    order by load.arrived_at, load.load_id limit 1) a on true;

comment on view mart.feed_arrival is
    'One row: one report of one chain for one business date on which a file is expected, and whether it came';
comment on column mart.feed_arrival.chain_id is 'Chain (系统)';
comment on column mart.feed_arrival.report is 'Report of the chain''s profile';
comment on column mart.feed_arrival.business_date is 'Business date that the file is about';
comment on column mart.feed_arrival.expected_by is 'Moment until which it is on time';
comment on column mart.feed_arrival.arrived_at is 'When the first good file for the date arrived; null while none has';
comment on column mart.feed_arrival.state is 'on_time, late, missing (due and not there), not_due';
comment on column mart.feed_arrival.load_id is 'Load of that file';
