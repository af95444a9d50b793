-- One row: one monthly paper of one person that was handed in, with its first day: recorded, or, of surveys and summaries of work, when
-- their file first arrived. Read by: lateness of papers, summaries of work. Left out: what came after the as-of date.
create view mart.paper_submitted as
with handed_in as (
    -- The month is that in which the paper is due.
    select kind, month, person_id, submitted_on from core.submission
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    union all
    -- Each version counts here, also one that a later replaced.
    select 'survey', (month + interval '1 month')::date, person_id, (arrived_at at time zone 'Asia/Shanghai')::date
    from core.store_survey where core.is_known(arrived_at, recorded_at, 'infinity', 'infinity')
    union all
    select 'work_summary', (month + interval '1 month')::date, person_id, (arrived_at at time zone 'Asia/Shanghai')::date
    from core.work_summary where core.is_known(arrived_at, recorded_at, 'infinity', 'infinity')
)
select kind, month, person_id, min(submitted_on) as submitted_on
from handed_in
where submitted_on <= core.as_of()
group by kind, month, person_id;

comment on view mart.paper_submitted is 'One row: one monthly paper of one person that was handed in by the as-of date';
comment on column mart.paper_submitted.kind is 'sku_ranking, survey, work_summary (by the 5th), budget (15th), plan (25th)';
comment on column mart.paper_submitted.month is 'First day of the month in which it is due';
comment on column mart.paper_submitted.person_id is 'Who handed it in';
comment on column mart.paper_submitted.submitted_on is 'When it first came';
