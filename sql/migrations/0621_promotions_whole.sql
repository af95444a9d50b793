-- What a promotion is for, what it may cost and who bears it (M5.6), and the special fees (专项费用) that are budgeted, spent and claimed
-- for it. Both come by our own template workbooks, or by a file of the same columns.

create table core.promotion_plan (
    chain_id         text collate "C" not null,
    promotion_id     text collate "C" not null,
    purpose          text not null default '',
    stores           text not null default '',
    strength         text not null default '',
    goal_amount      numeric(16, 2),
    budget_amount    numeric(16, 2),
    our_share_pct    numeric(5, 2),
    chain_share_pct  numeric(5, 2),
    dealer_share_pct numeric(5, 2),
    approved_on      date,
    finance_filed_on date,
    prepared_on      date,
    load_id          bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint promotion_plan_amounts_not_negative check (goal_amount >= 0 and budget_amount >= 0),
    constraint promotion_plan_shares_within check (
        our_share_pct between 0 and 100 and chain_share_pct between 0 and 100 and dealer_share_pct between 0 and 100),
    constraint promotion_plan_version_once unique nulls not distinct (chain_id, promotion_id, arrived_at, load_id, recorded_at)
);
comment on constraint promotion_plan_amounts_not_negative on core.promotion_plan is
    '目标与预算不为负 goal and budget are zero or more';
comment on constraint promotion_plan_shares_within on core.promotion_plan is
    '承担比例在 0 至 100 之间 shares lie within 0 and 100';
comment on table core.promotion_plan is
    'One row: one version of what a promotion is for, its goal, its budget, who bears it, and how far its preparation is (M5.6)';
comment on column core.promotion_plan.chain_id is 'Chain';
comment on column core.promotion_plan.promotion_id is 'Promotion, within the chain';
comment on column core.promotion_plan.purpose is 'What it is for (目的)';
comment on column core.promotion_plan.stores is 'Stores in it, by their codes, parted by blanks or commas; empty: all stores of the chain';
comment on column core.promotion_plan.strength is 'What is offered (力度): reduced price, gift, so many for so many';
comment on column core.promotion_plan.goal_amount is 'Goal: supply in its days, RMB excluding VAT';
comment on column core.promotion_plan.budget_amount is 'Budget of its special fees, all sides together, RMB';
comment on column core.promotion_plan.our_share_pct is 'Per cent of the budget that we bear';
comment on column core.promotion_plan.chain_share_pct is 'Per cent that the chain bears';
comment on column core.promotion_plan.dealer_share_pct is 'Per cent that the dealer bears';
comment on column core.promotion_plan.approved_on is 'Day of its approval';
comment on column core.promotion_plan.finance_filed_on is 'Day on which the approval was filed with finance (M6.2.3)';
comment on column core.promotion_plan.prepared_on is 'Day on which goods, people and material were ready (M6.2.4)';
comment on column core.promotion_plan.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.promotion_plan.row_number is 'Its row in the file';
comment on column core.promotion_plan.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.promotion_plan.recorded_at is 'When it was recorded here';
comment on column core.promotion_plan.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.promotion_plan.superseded_recorded_at is 'When that version was recorded here';
comment on column core.promotion_plan.superseded_by is 'Load whose file ended this version; null while it is in force';

create table core.special_fee (
    chain_id        text collate "C" not null,
    fee_number      text collate "C" not null,
    month           date not null,
    promotion_id    text collate "C",
    purpose         text not null default '',
    applied_on      date not null,
    applied_amount  numeric(16, 2) not null,
    approved_on     date,
    approved_amount numeric(16, 2),
    spent_on        date,
    spent_amount    numeric(16, 2),
    invoice_number  text collate "C",
    invoiced_on     date,
    invoiced_amount numeric(16, 2),
    paid_on         date,
    paid_amount     numeric(16, 2),
    load_id         bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint special_fee_amounts_not_negative check (
        applied_amount >= 0 and approved_amount >= 0 and spent_amount >= 0 and invoiced_amount >= 0 and paid_amount >= 0),
    constraint special_fee_month_begins check (extract(day from month) = 1),
    constraint special_fee_steps_dated check (
        (approved_amount is null) = (approved_on is null) and (spent_amount is null) = (spent_on is null)
        and (invoiced_amount is null) = (invoiced_on is null) and (paid_amount is null) = (paid_on is null)),
    constraint special_fee_version_once unique nulls not distinct (chain_id, fee_number, arrived_at, load_id, recorded_at)
);
comment on constraint special_fee_amounts_not_negative on core.special_fee is '各步金额不为负 the amount of each step is zero or more';
comment on constraint special_fee_month_begins on core.special_fee is '月份写当月 1 日 a month is written as its first day';
comment on constraint special_fee_steps_dated on core.special_fee is
    '批准、发生、开票、付款各有日期与金额，或都没有 approved, spent, invoiced and paid each have a day and an amount, or neither';
comment on table core.special_fee is
    'One row: one version of one special fee (专项费用): applied for in a month''s budget, approved, spent, invoiced and paid (核销, M5.6.1)';
comment on column core.special_fee.chain_id is 'Chain';
comment on column core.special_fee.fee_number is 'Number of the application, within the chain';
comment on column core.special_fee.month is 'First day of the month whose budget it belongs to';
comment on column core.special_fee.promotion_id is 'Promotion that it is for; null for none';
comment on column core.special_fee.purpose is 'What it pays for';
comment on column core.special_fee.applied_on is 'Day it was applied for';
comment on column core.special_fee.applied_amount is 'RMB applied for, our share';
comment on column core.special_fee.approved_on is 'Day it was approved; null when not yet';
comment on column core.special_fee.approved_amount is 'RMB approved';
comment on column core.special_fee.spent_on is 'Day on which it was spent; null when not yet';
comment on column core.special_fee.spent_amount is 'RMB spent';
comment on column core.special_fee.invoice_number is 'Invoice or fee note that proves it';
comment on column core.special_fee.invoiced_on is 'Day of that invoice; null when none came';
comment on column core.special_fee.invoiced_amount is 'RMB of that invoice';
comment on column core.special_fee.paid_on is 'Day it was paid; null when not yet';
comment on column core.special_fee.paid_amount is 'RMB paid';
comment on column core.special_fee.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.special_fee.row_number is 'Its row in the file';
comment on column core.special_fee.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.special_fee.recorded_at is 'When it was recorded here';
comment on column core.special_fee.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.special_fee.superseded_recorded_at is 'When that version was recorded here';
comment on column core.special_fee.superseded_by is 'Load whose file ended this version; null while it is in force';

-- A penalty that needs a feed is decided from the day on which the feed brings something; until then it says what it needs.
alter table core.penalty_rule add column feed text collate "C" not null default '';
comment on column core.penalty_rule.feed is
    'Feed that brings what needs says is missing; the penalty is computed once it brought anything. Empty: nothing is missing, or no feed brings it';
