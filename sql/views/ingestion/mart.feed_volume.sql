-- One row: one business date of one daily report of a chain with the data rows that came for it, against what the same weekday usually
-- brings.
-- Read by: digests (complete or marked partial), operations.
-- Left out: reports that are not expected every day, dates without a file (mart.feed_arrival says those), holidays and worked weekends (no
-- day is like them), and dates with fewer earlier dates of the weekday than config/rules.yaml asks for: sparse history never alarms.
create view mart.feed_volume as
with rule as materialized (
    -- Read once: the thresholds of the company.
    select core.as_of() as as_of, core.rule_value('feed.volume_low_pct') as low_pct, core.rule_value('feed.volume_weeks')::integer as weeks,
        core.rule_value('feed.volume_min_days')::integer as min_days, core.rule_value('feed.volume_min_rows') as min_rows,
        core.rule_value('feed.volume_shown_days')::integer as shown_days
), file as (
    -- The same content again adds nothing; several files of a day add up.
    select distinct load.chain_id, load.report, load.business_date, load.sha256, load.rows_in
    from ops.load as load, rule
    where load.state in ('loaded', 'duplicate') and load.business_date <= rule.as_of
        and load.business_date > rule.as_of - rule.shown_days - 7 * rule.weeks
      and core.is_known(load.arrived_at, load.recorded_at, 'infinity', 'infinity')
), day as (
    -- The rows of each date, on days that are like their weekday.
    select file.chain_id, file.report, file.business_date, extract(isodow from file.business_date)::integer as weekday,
        sum(file.rows_in) as row_count
    from file
    join core.calendar_day as calendar on calendar.day = file.business_date
        and calendar.is_working_day = (extract(isodow from file.business_date) < 6)
    where exists (
        select from core.expected_arrival as expected
        where expected.chain_id = file.chain_id and expected.report = file.report and expected.every in ('day', 'working_day')
          and core.is_known(expected.arrived_at, expected.recorded_at, expected.superseded_at, expected.superseded_recorded_at))
    group by file.chain_id, file.report, file.business_date
), usual as (
    -- What the same weekday brought in the weeks before.
    select this.chain_id, this.report, this.business_date, this.row_count, count(earlier.business_date) as usual_days,
        percentile_cont(0.5) within group (order by earlier.row_count) as usual_count
    from day as this
    cross join rule
    left join day as earlier on earlier.chain_id = this.chain_id and earlier.report = this.report and earlier.weekday = this.weekday
        and earlier.business_date < this.business_date and earlier.business_date >= this.business_date - 7 * rule.weeks
    where this.business_date > rule.as_of - rule.shown_days
    group by this.chain_id, this.report, this.business_date, this.row_count
)
select usual.chain_id, usual.report, usual.business_date, usual.row_count::bigint as row_count,
    round(usual.usual_count::numeric, 1) as usual_count, usual.usual_days,
    usual.usual_count >= rule.min_rows and usual.row_count * 100 < usual.usual_count * rule.low_pct as is_low
from usual cross join rule
where usual.usual_days >= rule.min_days;

comment on view mart.feed_volume is
    'One row: one business date of one daily report with the data rows that came for it, against what its weekday usually brings';
comment on column mart.feed_volume.chain_id is 'Chain';
comment on column mart.feed_volume.report is 'Report of its profile';
comment on column mart.feed_volume.business_date is 'Date that the files are about';
comment on column mart.feed_volume.row_count is 'Data rows of its files, quarantined ones included; the same content counts once';
comment on column mart.feed_volume.usual_count is 'Median of the same weekday in the weeks before (config/rules.yaml)';
comment on column mart.feed_volume.usual_days is 'How many of these days there are';
comment on column mart.feed_volume.is_low is
    'Fewer than the per cent of config/rules.yaml of the usual rows: the file came, and hardly anything is in it';
