-- One row: one outlet or item that was among the last of the last whole month in its chain or region, or for which a plan of
-- improvement runs, with the state of that plan (M6.1.6). Read by: the weekly digest, the console, the template of plans.
-- Left out: plans that were done more than 31 days before the as-of date.
-- Depends on: mart.outlet_ranking, mart.sku_ranking, mart.store_representative
create view mart.improvement_plan as
with bottom as (
    -- An outlet has one plan, whether it is last in its chain, its region or both; an item has one in each chain and region. The month is
    -- written as an expression, so that it alone is ranked.
    select 'outlet' as kind, chain_id, '' as region, store_id, '' as product_id, month, max(months_in_bottom) as months_in_bottom,
        bool_or(is_escalated) as is_escalated
    from mart.outlet_ranking
    where month = (date_trunc('month', core.as_of() + 1) - interval '1 month')::date and is_bottom and scope_kind in ('chain', 'region')
    group by chain_id, store_id, month
    union all
    select 'item', case scope_kind when 'chain' then scope else '' end, case scope_kind when 'region' then scope else '' end, '',
        product_id, month, months_in_bottom, is_escalated
    from mart.sku_ranking
    where month = (date_trunc('month', core.as_of() + 1) - interval '1 month')::date and is_bottom and scope_kind in ('chain', 'region')
), plan as (
    -- Plans as known; what is done after the as-of date is not done on it. A region or item that somebody wrote beside an outlet changes
    -- nothing.
    select kind, chain_id, case kind when 'item' then region else '' end as region, store_id,
        case kind when 'item' then product_id else '' end as product_id, month, plan_text, owner, due_on, load_id, row_number,
        case when done_on <= core.as_of() then done_on end as done_on, case when done_on <= core.as_of() then result end as result
    from core.improvement_plan
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
        and coalesce(done_on, 'infinity') >= core.as_of() - 31
), shop as materialized (
    -- Stores of the as-of date with their people, read once.
    select chain_id, store_id, region as store_region, city, representative_id from mart.store_representative
), joined as (
    -- The plan is wanted with the ranking, by the day on which that is due.
    select kind, chain_id, region, store_id, product_id, month, bottom.months_in_bottom,
        coalesce(bottom.is_escalated, false) as is_escalated,
        plan.plan_text, plan.owner, plan.due_on, plan.done_on, plan.result, plan.load_id, plan.row_number,
        (month + interval '1 month')::date + core.rule_value('deadline.' || 'sku_ranking')::integer - 1 as wanted_by
    from bottom full join plan using (kind, chain_id, region, store_id, product_id, month)
), judged as (
    -- Its state on the as-of date.
    select joined.*, case when plan_text is null then case when wanted_by < core.as_of() then 'missing' else 'wanted' end
        when done_on is not null then 'done' when due_on < core.as_of() then 'late' else 'running' end as state
    from joined
)
select judged.kind, judged.chain_id, coalesce(nullif(judged.region, ''), shop.store_region, '') as region, coalesce(shop.city, '') as city,
    judged.store_id, judged.product_id, judged.month, judged.months_in_bottom, judged.is_escalated, judged.wanted_by, judged.state,
    judged.plan_text, judged.owner, judged.due_on, judged.done_on, judged.result,
    case judged.state when 'missing' then core.as_of() - judged.wanted_by when 'late' then core.as_of() - judged.due_on else 0 end
        as days_late,
    shop.representative_id, judged.load_id, judged.row_number
from judged
left join shop using (chain_id, store_id);

comment on view mart.improvement_plan is
    'One row: one outlet or item among the last of the last whole month, or with a plan of improvement that runs, and its state';
comment on column mart.improvement_plan.kind is 'outlet or item';
comment on column mart.improvement_plan.chain_id is 'Chain of the outlet, or in which the item is ranked; empty: ranked in a region';
comment on column mart.improvement_plan.region is 'Region of the outlet, or in which the item is ranked; empty: ranked in a chain';
comment on column mart.improvement_plan.city is 'City of the outlet; empty for items';
comment on column mart.improvement_plan.store_id is 'The outlet; empty for items';
comment on column mart.improvement_plan.product_id is 'The item; empty for outlets';
comment on column mart.improvement_plan.month is 'First day of the month of the ranking';
comment on column mart.improvement_plan.months_in_bottom is
    'Months in a row among the last; null where it is not among them in the last whole month';
comment on column mart.improvement_plan.is_escalated is
    'Whether as many whole months in a row passed without progress as ranking.escalation_months says (M6.1.6)';
comment on column mart.improvement_plan.wanted_by is 'Day by which the plan is wanted, with the ranking';
comment on column mart.improvement_plan.state is
    'wanted: no plan yet; missing: none though it is due; running; late: not done by its day; done: within 31 days';
comment on column mart.improvement_plan.plan_text is 'What is to be done; null: no plan';
comment on column mart.improvement_plan.owner is 'Person who does it';
comment on column mart.improvement_plan.due_on is 'Day by which it is to be done';
comment on column mart.improvement_plan.done_on is 'Day on which it was done';
comment on column mart.improvement_plan.result is 'What came of it';
comment on column mart.improvement_plan.days_late is 'Calendar days since the plan was wanted, or was to be done; 0 while in time';
comment on column mart.improvement_plan.representative_id is 'Representative of the outlet';
comment on column mart.improvement_plan.load_id is 'Load that brought the plan';
comment on column mart.improvement_plan.row_number is 'Its row in the file';
