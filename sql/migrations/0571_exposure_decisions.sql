-- What a person decided about a possible penalty of the operating manual: to charge it, or to waive it, and why.
create table ops.exposure_decision (
    rule_id         text collate "C" not null,
    role            text collate "C" not null,
    person_id       text collate "C",
    joint_person_id text collate "C",
    dealer          text collate "C",
    chain_ids       text[] not null,
    month           date not null,
    decision        text not null constraint exposure_decision_known check (decision in ('charged', 'waived')),
    amount          numeric(14, 2) not null constraint exposure_decision_amount check (amount >= 0),
    possible_amount numeric(14, 2) not null,
    reason          text not null,
    decided_by      text not null,
    decided_at      timestamptz not null,
    constraint exposure_decision_once unique nulls not distinct (rule_id, role, person_id, joint_person_id, dealer, month)
);
comment on table ops.exposure_decision is
    'One row: what was last decided about one possible penalty; ops.audit holds what was decided before';
comment on column ops.exposure_decision.rule_id is 'Penalty of config/rules.yaml';
comment on column ops.exposure_decision.role is 'Role that would bear it';
comment on column ops.exposure_decision.person_id is 'Who holds it; null for a dealer, or where nobody is named';
comment on column ops.exposure_decision.joint_person_id is 'Who would bear it jointly; null: nobody';
comment on column ops.exposure_decision.dealer is 'Dealer that would bear it; null for people';
comment on column ops.exposure_decision.chain_ids is 'Chains concerned, as they were when it was decided';
comment on column ops.exposure_decision.month is 'First day of the month in which it arose';
comment on column ops.exposure_decision.decision is 'charged or waived';
comment on column ops.exposure_decision.amount is 'RMB charged; 0 where it was waived';
comment on column ops.exposure_decision.possible_amount is 'RMB that it came to when it was decided';
comment on column ops.exposure_decision.reason is 'Why';
comment on column ops.exposure_decision.decided_by is 'Account of who decided';
comment on column ops.exposure_decision.decided_at is 'When';

-- A chain may also refuse to reopen an item: then it stays locked, and the application can be handed in again.
alter table core.reopening_application add column refused_on date;
comment on column core.reopening_application.refused_on is 'Business date on which the chain refused it; null: it did not';
