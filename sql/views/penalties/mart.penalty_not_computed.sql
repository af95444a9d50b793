-- One row: one penalty of the manual that the data here cannot decide, or whose amount our copy does not show, with what is wanted for it.
-- Read by: managers, beside the exposures, so that what is not computed is not taken for nothing. Left out: penalties that are computed.
-- Depends on: mart.penalty_in_force
create view mart.penalty_not_computed as
select rule.rule_id, rule.title, rule.title_en, rule.clause, rule.unit, rule.unit_amount, rule.needs, rule.needs_en,
    (select string_agg(share.role, ', ' order by share.role) from core.penalty_share as share
      where share.rule_id = rule.rule_id
          and core.is_known(share.arrived_at, share.recorded_at, share.superseded_at, share.superseded_recorded_at)) as roles
from mart.penalty_in_force as rule
where not rule.is_computed;

comment on view mart.penalty_not_computed is 'One row: one penalty of the operating manual that is not computed, and why';
comment on column mart.penalty_not_computed.rule_id is 'Penalty of config/rules.yaml';
comment on column mart.penalty_not_computed.title is 'Its name, Chinese';
comment on column mart.penalty_not_computed.title_en is 'Its name, English';
comment on column mart.penalty_not_computed.clause is 'Clause of the operating manual';
comment on column mart.penalty_not_computed.unit is 'What it counts';
comment on column mart.penalty_not_computed.unit_amount is 'RMB per unit; null where our copy of the manual does not show it';
comment on column mart.penalty_not_computed.needs is 'Which data would decide it, Chinese';
comment on column mart.penalty_not_computed.needs_en is 'The same, English';
comment on column mart.penalty_not_computed.roles is 'Roles that would bear it';
