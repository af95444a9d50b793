-- One row: one penalty of the manual as it stands, with whether data here decide it. Read by: exposures and the list of what is not
-- computed. Left out: nothing. A penalty that waits for an optional feed is decided from the day on which that feed brought anything.
-- Depends on: mart.paper_submitted
create view mart.penalty_in_force as
with feed as materialized (
    -- The optional feeds that decide penalties, and whether they brought anything yet.
    select 'promotion_plan' as feed, exists (
        select from core.promotion_plan as plan
        where core.is_known(plan.arrived_at, plan.recorded_at, plan.superseded_at, plan.superseded_recorded_at)) as is_there
    union all
    select 'inspection', exists (
        select from core.inspection as seen
        where core.is_known(seen.arrived_at, seen.recorded_at, seen.superseded_at, seen.superseded_recorded_at))
    union all
    select 'display_cost', exists (
        select from core.inspection as seen
        where seen.display_cost is not null
            and core.is_known(seen.arrived_at, seen.recorded_at, seen.superseded_at, seen.superseded_recorded_at))
    union all
    select paper.kind, true from (select distinct kind from mart.paper_submitted) as paper
)
select rule.rule_id, rule.title, rule.title_en, rule.clause, rule.unit, rule.unit_amount, rule.minimum, rule.maximum, rule.needs,
    rule.needs_en, rule.unit_amount is not null and (rule.needs = '' or coalesce(feed.is_there, false)) as is_computed
from core.penalty_rule as rule
left join feed using (feed)
where core.is_known(rule.arrived_at, rule.recorded_at, rule.superseded_at, rule.superseded_recorded_at);

comment on view mart.penalty_in_force is 'One row: one penalty of the operating manual, and whether data here decide it';
comment on column mart.penalty_in_force.rule_id is 'Penalty of config/rules.yaml';
comment on column mart.penalty_in_force.title is 'Its name, Chinese';
comment on column mart.penalty_in_force.title_en is 'Its name, English';
comment on column mart.penalty_in_force.clause is 'Clause of the operating manual';
comment on column mart.penalty_in_force.unit is 'What it counts';
comment on column mart.penalty_in_force.unit_amount is 'RMB per unit; null where our copy of the manual does not show it';
comment on column mart.penalty_in_force.minimum is 'RMB at least, per person; null: none';
comment on column mart.penalty_in_force.maximum is 'RMB at most, per person; null: none';
comment on column mart.penalty_in_force.needs is 'Which data would decide it, Chinese; empty where nothing is missing';
comment on column mart.penalty_in_force.needs_en is 'The same, English';
comment on column mart.penalty_in_force.is_computed is
    'Whether exposures hold it: its amount is known, and nothing is missing, or the feed it needs has brought something';
