-- What the approval of a promotion charges where it was badly run (M6.2.5): the manual leaves the amount to each approval.

alter table core.promotion_plan
    add column judged_on date,
    add column badly_run_amount numeric(16, 2),
    add column badly_run_dealer text collate "C",
    add column badly_run_dealer_amount numeric(16, 2),
    add constraint promotion_plan_judged_whole check (
        (badly_run_amount is null and badly_run_dealer_amount is null or judged_on is not null)
        and (badly_run_dealer_amount is null) = (coalesce(badly_run_dealer, '') = '')
        and badly_run_amount >= 0 and badly_run_dealer_amount >= 0
        and badly_run_amount = trunc(badly_run_amount) and badly_run_dealer_amount = trunc(badly_run_dealer_amount));
comment on constraint promotion_plan_judged_whole on core.promotion_plan is
    '考核金额为整数元并有考核日，经销商金额有经销商 what is charged is whole RMB and has its day, a dealer''s has its dealer';
comment on column core.promotion_plan.judged_on is 'Day on which the approval''s check found how it was run (M6.2.5); null: not judged';
comment on column core.promotion_plan.badly_run_amount is
    'RMB that the approval charges who runs it, because it was badly run; null: nothing';
comment on column core.promotion_plan.badly_run_dealer is 'Dealer that it charges; null: none';
comment on column core.promotion_plan.badly_run_dealer_amount is 'RMB that it charges the dealer; null: nothing';

-- RMB that an approval names are a unit of their own.
alter table core.penalty_rule
    drop constraint penalty_rule_unit_known,
    add constraint penalty_rule_unit_known check (unit in ('sku_store', 'day', 'case', 'item', 'store', 'piece', 'approved'));
