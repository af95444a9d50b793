-- One row: one chain with what it owes by age, days sales outstanding, and a credit grade with its reasons (docs/domain.md#receivables).
-- A chain that has never paid has shown nothing to grade by, as long as nothing is overdue; its days outstanding are no measure either.
-- Read by: finance, managers. Left out: chains without a statement. The grade's limits are the company's (config/rules.yaml, credit.*).
-- Depends on: mart.opening_statement, mart.receivable_ageing
create view mart.credit_standing as
with
-- Open claims by age.
owed as (
    select chain_id, sum(open_amount) as open_amount,
        sum(open_amount) filter (where bucket = 'not_due') as not_due_amount,
        sum(open_amount) filter (where bucket = '1-30') as overdue_1_30_amount,
        sum(open_amount) filter (where bucket = '31-60') as overdue_31_60_amount,
        sum(open_amount) filter (where bucket = '61-90') as overdue_61_90_amount,
        sum(open_amount) filter (where bucket = 'over_90') as overdue_over_90_amount,
        sum(open_amount) filter (where waits_for_us) as waits_for_us_amount,
        max(days_overdue) filter (where open_amount > 0) as longest_overdue_days, max(term_days) as term_days
    from mart.receivable_ageing group by chain_id
),
-- What was settled in the trailing window: the sales that the open amount is measured by.
sold as (
    select chain_id, sum(stated_payable) as settled_amount,
        sum(stated_payable) filter (where period_to > core.as_of() - core.rule_value('credit.dso_window_days')::integer) as recent_amount,
        -- The window is no longer than what statements cover: of a chain known for a month, a quarter says nothing.
        least(core.rule_value('credit.dso_window_days'), core.as_of() - min(period_from) + 1) as window_days
    from (
        select chain_id, period_from, period_to, stated_payable from core.statement
        where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and period_to <= core.as_of()
        union all
        select chain_id, period_from, period_to, stated_payable from mart.opening_statement
    ) statement
    group by chain_id
),
-- Chains that have ever paid: the others have shown nothing to grade by.
paid as (
    select distinct chain_id from core.payment_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and paid_on <= core.as_of()
),
-- All figures of a chain side by side.
figure as (
    select s.chain_id, p.chain_id is not null as has_paid, coalesce(o.open_amount, 0) as open_amount,
        coalesce(o.not_due_amount, 0) as not_due_amount,
        coalesce(o.overdue_1_30_amount, 0) as overdue_1_30_amount, coalesce(o.overdue_31_60_amount, 0) as overdue_31_60_amount,
        coalesce(o.overdue_61_90_amount, 0) as overdue_61_90_amount, coalesce(o.overdue_over_90_amount, 0) as overdue_over_90_amount,
        coalesce(o.waits_for_us_amount, 0) as waits_for_us_amount, coalesce(o.longest_overdue_days, 0) as longest_overdue_days, o.term_days,
        s.recent_amount, case when p.chain_id is not null
            then round(coalesce(o.open_amount, 0) / nullif(s.recent_amount, 0) * s.window_days, 1) end as dso_days,
        coalesce(round((o.open_amount - coalesce(o.not_due_amount, 0)) / nullif(o.open_amount, 0) * 100, 1), 0) as overdue_pct
    from sold s left join owed o using (chain_id) left join paid p using (chain_id)
),
-- The worse of the two measures gives the grade.
graded as (
    select f.*, not has_paid and longest_overdue_days = 0 as is_ungraded,
        case when longest_overdue_days > core.rule_value('credit.grade_d_days') then 4
            when longest_overdue_days > core.rule_value('credit.grade_c_days') then 3
            when longest_overdue_days > core.rule_value('credit.grade_b_days') then 2 else 1 end as by_days,
        case when overdue_pct > core.rule_value('credit.grade_d_pct') then 4 when overdue_pct > core.rule_value('credit.grade_c_pct') then 3
            when overdue_pct > core.rule_value('credit.grade_b_pct') then 2 else 1 end as by_pct
    from figure f
)
select chain_id, open_amount, not_due_amount, overdue_1_30_amount, overdue_31_60_amount, overdue_61_90_amount, overdue_over_90_amount,
    waits_for_us_amount, longest_overdue_days, overdue_pct, term_days, recent_amount, dso_days,
    case when not is_ungraded then (array['A', 'B', 'C', 'D'])[greatest(by_days, by_pct)] end as grade,
    case when is_ungraded then '尚无付款记录，也无到期未付，不评级' when greatest(by_days, by_pct) = 1 then '按期付款，无需跟进' else concat_ws('；',
        case when by_days = greatest(by_days, by_pct) then format('最长逾期 %s 天', longest_overdue_days) end,
        case when by_pct = greatest(by_days, by_pct) then format('逾期占比 %s%%', overdue_pct) end) end as reasons,
    case when is_ungraded then 'nothing paid and nothing overdue yet, so not graded' when greatest(by_days, by_pct) = 1
        then 'pays as agreed' else concat_ws('; ',
        case when by_days = greatest(by_days, by_pct) then format('%s days overdue at most', longest_overdue_days) end,
        case when by_pct = greatest(by_days, by_pct) then format('%s%% of the open amount is overdue', overdue_pct) end) end as reasons_en,
    has_paid
from graded;

comment on view mart.credit_standing is 'One row: one chain with its open claims by age, days sales outstanding and credit grade';
comment on column mart.credit_standing.chain_id is 'Chain';
comment on column mart.credit_standing.open_amount is 'RMB open at the as-of date';
comment on column mart.credit_standing.not_due_amount is 'RMB not due yet, what is not invoiced included';
comment on column mart.credit_standing.overdue_1_30_amount is 'RMB 1 to 30 days past the payment day';
comment on column mart.credit_standing.overdue_31_60_amount is 'RMB 31 to 60 days';
comment on column mart.credit_standing.overdue_61_90_amount is 'RMB 61 to 90 days';
comment on column mart.credit_standing.overdue_over_90_amount is 'RMB more than 90 days';
comment on column mart.credit_standing.waits_for_us_amount is 'RMB not due because we have not invoiced or submitted yet';
comment on column mart.credit_standing.longest_overdue_days is 'Days of the oldest overdue claim';
comment on column mart.credit_standing.overdue_pct is 'Per cent of the open amount that is overdue';
comment on column mart.credit_standing.term_days is 'Longest payment term among the open claims, days';
comment on column mart.credit_standing.recent_amount is 'RMB payable on statements of the trailing window';
comment on column mart.credit_standing.dso_days is
    'Days sales outstanding: open amount ÷ payable of the trailing window × its days, no longer than statements cover; empty without '
    'sales or any payment';
comment on column mart.credit_standing.grade is
    'A pays as agreed, B slow, C poor, D at risk; empty for a chain that has never paid and owes nothing yet';
comment on column mart.credit_standing.reasons is 'Why, in Chinese';
comment on column mart.credit_standing.reasons_en is 'Why, in English';
comment on column mart.credit_standing.has_paid is 'Whether it has paid anything by the as-of date';
