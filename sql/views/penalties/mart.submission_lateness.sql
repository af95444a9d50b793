-- One row: one monthly paper of one person: handed in late, or owed (M6.1.6, M5.6.1, J). Read by: exposures.
-- Left out: what came in time, and papers of people whose papers nobody records (no record is no lateness).
-- Depends on: mart.paper_submitted
create view mart.submission_lateness as
with submitted as (
    -- Papers handed in by the as-of date.
    select kind, month, person_id, submitted_on from mart.paper_submitted
), owed as (
    -- Each month since a person's first recorded paper of the kind.
    select first.kind, first.person_id, step.month::date as month,
        step.month::date + (select core.rule_value('deadline.' || first.kind))::integer - 1 as due_on
    from (select kind, person_id, min(month) as month from submitted group by kind, person_id) as first
    cross join lateral generate_series(first.month, date_trunc('month', core.as_of()), interval '1 month') as step (month)
)
select owed.kind, owed.month, owed.person_id, owed.due_on, submitted.submitted_on,
    coalesce(submitted.submitted_on, core.as_of()) - owed.due_on as days_late
from owed
left join submitted using (kind, month, person_id)
where coalesce(submitted.submitted_on, core.as_of()) > owed.due_on;

comment on view mart.submission_lateness is 'One row: one monthly paper of one person that came late or is overdue on the as-of date';
comment on column mart.submission_lateness.kind is 'sku_ranking, survey, work_summary (by the 5th), budget (15th), plan (25th)';
comment on column mart.submission_lateness.month is 'First day of the month';
comment on column mart.submission_lateness.person_id is 'Who owes it';
comment on column mart.submission_lateness.due_on is 'By when';
comment on column mart.submission_lateness.submitted_on is 'When it came; null when it has not';
comment on column mart.submission_lateness.days_late is 'Calendar days late, so far';
