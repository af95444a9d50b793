-- One row: one promotion with its result sheet (结案, M5.6.10): goal, supply in its days, as many days before and after, the same days of
-- last year, what it cost and what it brought. Read by: the daily workbook in the days in which results are due, the console.
-- Left out: nothing; what has not begun has no result. Its days run from the first purchase to the last day on the shelf: what is supplied
-- for the shelf comes before it. Supply is as everywhere: signed for, less returns, without VAT; of the stores in it alone. What other
-- stores of the chain ordered at its price is given up as well.
-- Depends on: mart.promotion_deadline, mart.promotion_result, mart.special_fee_claim, mart.supply_day
create view mart.promotion_sheet as
with head as (
    -- A promotion is one, whatever its products.
    select promotion.chain_id, promotion.promotion_id, max(promotion.kind) as kind, min(promotion.retail_from) as retail_from,
        max(promotion.retail_to) as retail_to, least(min(promotion.purchase_from), min(promotion.retail_from)) as from_on,
        max(promotion.retail_to) - least(min(promotion.purchase_from), min(promotion.retail_from)) + 1 as day_count,
        array_agg(promotion.product_id order by promotion.product_id) as product_ids
    from core.promotion as promotion
    where core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at)
    group by promotion.chain_id, promotion.promotion_id
), run as (
    -- With its plan, and how many of its days have passed: a promotion that runs is compared over the days that it has run.
    select head.*, plan.purpose, plan.strength, plan.goal_amount, plan.budget_amount, plan.our_share_pct, plan.chain_share_pct,
        plan.dealer_share_pct,
        case when plan.approved_on <= core.as_of() then plan.approved_on end as approved_on,
        case when plan.finance_filed_on <= core.as_of() then plan.finance_filed_on end as finance_filed_on,
        case when plan.prepared_on <= core.as_of() then plan.prepared_on end as prepared_on,
        regexp_split_to_array(nullif(trim(plan.stores), ''), '[\s,，、;；]+') as store_ids,
        greatest(least(head.day_count, core.as_of() - head.from_on + 1), 0) as passed_count,
        greatest(least(head.day_count, core.as_of() - head.retail_to), 0) as after_count
    from head
    left join core.promotion_plan as plan on plan.chain_id = head.chain_id and plan.promotion_id = head.promotion_id
        and core.is_known(plan.arrived_at, plan.recorded_at, plan.superseded_at, plan.superseded_recorded_at)
), measured as (
    -- Each promotion beside what was supplied, spent and given up; days of which no delivery of the chain is known are no comparison.
    select run.*, deadline.report_by, deadline.reported_on, deadline.begins_on,
        case when passed_count > 0 then coalesce(near.during_amount, 0) end as during_amount,
        case when passed_count > 0 and known.since_on <= from_on - passed_count then coalesce(near.before_amount, 0) end as before_amount,
        case when after_count > 0 then coalesce(near.after_amount, 0) end as after_amount,
        case when passed_count > 0 and known.since_on <= (from_on - interval '1 year')::date then coalesce(year.amount, 0) end
            as last_year_amount,
        given.given_up_amount, spent.approved_fee_amount, spent.spent_amount, spent.invoiced_amount, spent.paid_amount
    from run
    left join lateral (
        select min(line.received_on) as since_on from core.delivery_line as line
        where line.chain_id = run.chain_id
          and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)) as known on true
    left join lateral (
        select sum(day.net_amount) filter (where day.business_date between run.from_on and run.from_on + run.passed_count - 1)
                as during_amount,
            sum(day.net_amount) filter (where day.business_date < run.from_on) as before_amount,
            sum(day.net_amount) filter (where day.business_date > run.retail_to) as after_amount
        from mart.supply_day as day
        where day.chain_id = run.chain_id and day.product_id = any (run.product_ids)
            and day.business_date between run.from_on - run.passed_count and run.retail_to + run.after_count
            and (run.store_ids is null or day.store_id = any (run.store_ids))) as near on true
    left join lateral (
        select sum(day.net_amount) as amount
        from mart.supply_day as day
        where day.chain_id = run.chain_id and day.product_id = any (run.product_ids)
            and day.business_date between (run.from_on - interval '1 year')::date
                and (run.from_on - interval '1 year')::date + run.passed_count - 1
            and (run.store_ids is null or day.store_id = any (run.store_ids))) as year on true
    left join lateral (
        select sum(result.given_up_amount) as given_up_amount from mart.promotion_result as result
        where result.chain_id = run.chain_id and result.promotion_id = run.promotion_id) as given on true
    left join lateral (
        select sum(claim.approved_amount) as approved_fee_amount, sum(claim.spent_amount) as spent_amount,
            sum(claim.invoiced_amount) as invoiced_amount, sum(claim.paid_amount) as paid_amount
        from mart.special_fee_claim as claim
        where claim.chain_id = run.chain_id and claim.promotion_id = run.promotion_id) as spent on true
    left join lateral (
        select max(step.report_by) as report_by, max(step.reported_on) as reported_on,
            (select min(calendar.day) from core.calendar_day as calendar
                where calendar.is_working_day and calendar.day > run.retail_to) as begins_on
        from mart.promotion_deadline as step
        where step.chain_id = run.chain_id and step.promotion_id = run.promotion_id) as deadline on true
)
select chain_id, promotion_id, kind, from_on, retail_from, retail_to, day_count, cardinality(product_ids) as product_count,
    cardinality(store_ids) as store_count, purpose, strength, approved_on, finance_filed_on, prepared_on, begins_on, report_by, reported_on,
    goal_amount, during_amount, round(during_amount / nullif(goal_amount, 0), 4) as goal_share,
    before_amount, round((during_amount / nullif(before_amount, 0) - 1) * 100, 2) as growth_pct,
    after_count as after_day_count, after_amount,
    round((after_amount / nullif(after_count, 0)) / nullif(before_amount / nullif(passed_count, 0), 0) * 100 - 100, 2) as after_growth_pct,
    last_year_amount, round((during_amount / nullif(last_year_amount, 0) - 1) * 100, 2) as year_growth_pct,
    budget_amount, our_share_pct, chain_share_pct, dealer_share_pct, approved_fee_amount, spent_amount, invoiced_amount, paid_amount,
    given_up_amount, coalesce(given_up_amount, 0) + coalesce(spent_amount, 0) as cost_amount,
    during_amount - before_amount as extra_amount,
    round((during_amount - before_amount) / nullif(coalesce(given_up_amount, 0) + coalesce(spent_amount, 0), 0), 2) as return_ratio
from measured;

comment on view mart.promotion_sheet is
    'One row: one promotion with its result sheet (结案): goal, before, during, after, last year, cost and return';
comment on column mart.promotion_sheet.chain_id is 'Chain';
comment on column mart.promotion_sheet.promotion_id is 'Promotion, within the chain';
comment on column mart.promotion_sheet.kind is 'poster or in_store';
comment on column mart.promotion_sheet.from_on is
    'First of its days: the first purchase or the first day on the shelf, whichever is earlier';
comment on column mart.promotion_sheet.retail_from is 'First day on the shelf';
comment on column mart.promotion_sheet.retail_to is 'Last day on the shelf, the last of its days';
comment on column mart.promotion_sheet.day_count is 'Days from the first to the last';
comment on column mart.promotion_sheet.product_count is 'Products in it';
comment on column mart.promotion_sheet.store_count is 'Stores in it; null: all of the chain, or no plan is known';
comment on column mart.promotion_sheet.purpose is 'What it is for (目的); null: no plan is known';
comment on column mart.promotion_sheet.strength is 'What is offered (力度)';
comment on column mart.promotion_sheet.approved_on is 'Day of its approval; null when not yet';
comment on column mart.promotion_sheet.finance_filed_on is 'Day on which it was filed with finance; null when not yet';
comment on column mart.promotion_sheet.prepared_on is 'Day on which goods, people and material were ready; null when not yet';
comment on column mart.promotion_sheet.begins_on is 'First working day after it: from then on its result can be reported';
comment on column mart.promotion_sheet.report_by is 'Working day by which its result must be reported (M6.2.6)';
comment on column mart.promotion_sheet.reported_on is 'Day it was; null when not yet';
comment on column mart.promotion_sheet.goal_amount is 'Goal: supply in its days, RMB without VAT';
comment on column mart.promotion_sheet.during_amount is 'Supply in its days so far, RMB without VAT; null before they begin';
comment on column mart.promotion_sheet.goal_share is 'During ÷ goal';
comment on column mart.promotion_sheet.before_amount is 'Supply of as many days before; null where no delivery of these is known';
comment on column mart.promotion_sheet.growth_pct is 'During ÷ before − 1, per cent';
comment on column mart.promotion_sheet.after_day_count is 'Days after it that have passed, at most as many as it had';
comment on column mart.promotion_sheet.after_amount is 'Supply of these days; null before the first';
comment on column mart.promotion_sheet.after_growth_pct is 'A day after it ÷ a day before it − 1, per cent';
comment on column mart.promotion_sheet.last_year_amount is 'Supply of the same days of last year; null where no delivery of these is known';
comment on column mart.promotion_sheet.year_growth_pct is 'During ÷ last year − 1, per cent';
comment on column mart.promotion_sheet.budget_amount is 'Budget of its special fees, all sides together, RMB';
comment on column mart.promotion_sheet.our_share_pct is 'Per cent of the budget that we bear';
comment on column mart.promotion_sheet.chain_share_pct is 'Per cent that the chain bears';
comment on column mart.promotion_sheet.dealer_share_pct is 'Per cent that the dealer bears';
comment on column mart.promotion_sheet.approved_fee_amount is 'Special fees approved for it, RMB; null: none applied for';
comment on column mart.promotion_sheet.spent_amount is 'Special fees spent, RMB';
comment on column mart.promotion_sheet.invoiced_amount is 'Of these with an invoice, RMB';
comment on column mart.promotion_sheet.paid_amount is 'Of these paid, RMB';
comment on column mart.promotion_sheet.given_up_amount is 'Given up by the lower supply price, RMB without VAT';
comment on column mart.promotion_sheet.cost_amount is 'Given up + spent, RMB';
comment on column mart.promotion_sheet.extra_amount is 'During − before, RMB without VAT';
comment on column mart.promotion_sheet.return_ratio is 'Extra supply for each RMB of cost; null when nothing was spent or given up';
