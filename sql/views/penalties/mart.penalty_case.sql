-- One row: one case of a penalty: which penalty, where, what of, the days on which it arose (each counts a unit where the rule counts
-- days), who handed in. Read by: mart.penalty_bearer.
-- Left out: what is only at risk, and what lies in a time of which nothing is known of the chain.
-- Depends on: mart.all_sku_lock_alert, mart.assortment_gap, mart.inspection_finding, mart.new_product_clock
-- Depends on: mart.promotion_deadline, mart.submission_lateness
create view mart.penalty_case as
with today as materialized (
    -- The as-of date, asked once.
    select core.as_of() as as_of
), alert as materialized (
    -- Lock alerts, read once: they cost the most.
    select chain_id, store_id, product_id, level, since_on, due_on, late_days, application_submitted_on from mart.all_sku_lock_alert()
), promotion as materialized (
    -- A promotion is filed, restored and reported as one, whatever its products.
    select chain_id, promotion_id, max(retail_to) as retail_to, max(restore_by) as restore_by, max(report_by) as report_by,
        count(filed_on) > 0 as is_filed,
        min(retail_from) as retail_from,
        bool_or(is_reported_late) as is_reported_late, max(not_restored_last_on) as not_restored_last_on,
            min(restore_by) as first_restore_by
    from mart.promotion_deadline group by chain_id, promotion_id
), plan as materialized (
    -- How far the preparation of each promotion is; what happens after the as-of date has not happened on it.
    select chain_id, promotion_id, finance_filed_on <= as_of as is_with_finance, prepared_on <= as_of as is_prepared, prepared_on,
        judged_on, badly_run_amount, badly_run_dealer, badly_run_dealer_amount
    from core.promotion_plan, today
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), known_day as (
    -- Last days of a clock by which anything is known of the chain: of a time before that nobody can say what was opened.
    select clock.chain_id, clock.due_on
    from (select distinct chain_id, due_on from mart.new_product_clock where state in ('late', 'opened_late')) as clock
    where exists (
        select from core.order_line as line where line.chain_id = clock.chain_id and line.ordered_on <= clock.due_on
          and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at))
      or exists (
        select from core.delivery_line as line where line.chain_id = clock.chain_id and line.received_on <= clock.due_on
          and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at))
)
select 'sku_lock' as rule_id, chain_id, store_id, ''::text as subject, since_on as first_on, since_on as last_on,
    null::text as person_id, null::text as dealer, 1::bigint as units
from alert where level = 'locked'
union all
select 'sku_lock_late', chain_id, store_id, '', due_on + 1, due_on + late_days, null, null, 1 from alert where late_days > 0
union all
select 'assortment_missing', chain_id, store_id, '', as_of, as_of, null, null, 1 from mart.assortment_gap, today
union all
select 'new_product_late', chain_id, store_id, product_id, due_on + 1, due_on + 1, null, null, 1
from mart.new_product_clock join known_day using (chain_id, due_on) where state in ('late', 'opened_late')
union all
select kind || '_late', null, null, '', due_on + 1, due_on + days_late, person_id, null, 1 from mart.submission_lateness
    where kind in ('sku_ranking', 'survey', 'work_summary')
union all
select 'promotion_not_filed', chain_id, null, promotion_id, retail_to + 1, retail_to + 1, null, null, 1
from promotion left join plan using (chain_id, promotion_id), today
-- Where the promotion's plan is known, it says what finance has; else that the promotion was filed at all.
where retail_to < as_of and not case when plan.chain_id is null then is_filed else coalesce(is_with_finance, false) end
union all
select 'promotion_badly_prepared', chain_id, null, promotion_id, retail_from, retail_from, null, null, 1
from promotion join plan using (chain_id, promotion_id), today
where retail_from <= as_of and (is_prepared is not true or prepared_on > retail_from)
union all
-- What the approval of a promotion charges, in RMB: who runs it, and the dealer.
select 'promotion_badly_run', chain_id, null, promotion_id, judged_on, judged_on, null, charged.dealer, charged.amount::bigint
from plan, today
cross join lateral (values (null, badly_run_amount), (nullif(badly_run_dealer, ''), badly_run_dealer_amount)) as charged (dealer, amount)
where judged_on <= as_of and charged.amount > 0
union all
select 'promotion_not_restored', chain_id, null, promotion_id, first_restore_by + 1, first_restore_by + 1, null, null, 1
from promotion where not_restored_last_on is not null
union all
select 'promotion_not_restored_day', chain_id, null, promotion_id, first_restore_by + 2, not_restored_last_on, null, null, 1
from promotion where not_restored_last_on > first_restore_by + 1
union all
select 'promotion_result_late', chain_id, null, promotion_id, report_by + 1, report_by + 1, null, null, 1 from promotion
where is_reported_late
union all
-- A store, and an item in a store, costs once a month, on the day on which an inspection first found it.
select rule_id, chain_id, store_id, '', min(inspected_on), min(inspected_on), null, null, 1
from mart.inspection_finding
where finding in ('display_below_competitor', 'stack_missing', 'material_bad', 'gifts_not_shown')
group by rule_id, chain_id, store_id, date_trunc('month', inspected_on)
union all
-- Of a display that costs too much each whole per cent counts, as it was first found in the month.
select rule_id, chain_id, store_id, '', min(inspected_on), min(inspected_on), null, null, (array_agg(units order by inspected_on))[1]
from mart.inspection_finding
where finding = 'display_cost_high' and rule_id is not null
group by rule_id, chain_id, store_id, date_trunc('month', inspected_on)
union all
select rule_id, chain_id, store_id, '', min(inspected_on), min(inspected_on), null, null, 1
from mart.inspection_finding
where finding in ('display_empty', 'display_not_full') and rule_id is not null
group by rule_id, chain_id, store_id, product_id, date_trunc('month', inspected_on)
union all
-- Each pack and each case costs by itself.
select rule_id, chain_id, store_id, '', inspected_on, inspected_on, null, null, 1
from mart.inspection_finding cross join lateral generate_series(1, units)
where finding in ('damaged_pack', 'defaced_case');

comment on view mart.penalty_case is 'One row: one case of a penalty of the operating manual, with the days on which it arose';
comment on column mart.penalty_case.rule_id is 'Penalty of config/rules.yaml';
comment on column mart.penalty_case.chain_id is 'Chain; null where no chain is concerned';
comment on column mart.penalty_case.store_id is 'Store; null where none is concerned';
comment on column mart.penalty_case.subject is 'Product or promotion that somebody of their own answers for; empty: none';
comment on column mart.penalty_case.first_on is 'First day on which it arose';
comment on column mart.penalty_case.last_on is 'Last day';
comment on column mart.penalty_case.person_id is 'Who handed a paper in late; null where the place says who answers';
comment on column mart.penalty_case.dealer is 'Dealer that an approval charges, and nobody else; null where the place says who answers';
comment on column mart.penalty_case.units is
    'How many units the case counts where its rule does not count days: RMB where an approval names them, per cent above a standard';
