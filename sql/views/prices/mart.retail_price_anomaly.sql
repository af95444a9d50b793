-- One row: one shelf price, newest seen in a store, that is not the planned one (M6.2.6). Read by: mart.price_anomaly.
-- Left out: stores that nobody reports, products without a plan; inside a promotion its shelf price is the plan.
-- Depends on: mart.shelf_price
create view mart.retail_price_anomaly as
with newest as (
    -- The newest shelf price of each product in each store.
    select distinct on (chain_id, store_id, product_id) chain_id, store_id, product_id, seen_on, unit_price, load_id, row_number
    from mart.shelf_price
    where seen_on > core.as_of() - (select core.rule_value('figures.on_sale_days'))::integer
    order by chain_id, store_id, product_id, seen_on desc, is_inspected desc
), promoted as (
    -- The shelf follows a promotion from its first day until one working day after its last.
    select promotion.chain_id, promotion.product_id, promotion.retail_from, promotion.retail_to, promotion.retail_price,
        restore.day as restore_by
    from core.promotion as promotion
    left join core.calendar_day as ended on ended.day = promotion.retail_to
    left join core.calendar_day as restore on restore.is_working_day
        and restore.working_number = ended.working_number + (select core.rule_value('promotion.restore_working_days'))::integer
    where core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at)
        and promotion.retail_price is not null
), judged as (
    -- Each beside the plan and the promotions that could explain it.
    select newest.*, plan.unit_price as plan_price, running.retail_price as running_price,
        coalesce(running.retail_from, plan.valid_from) as planned_from,
        exists (select from promoted as past where past.chain_id = newest.chain_id and past.product_id = newest.product_id
            and past.retail_to < newest.seen_on
                and past.retail_to >= newest.seen_on - (select core.rule_value('price.expired_promotion_days'))::integer
            and past.retail_price = newest.unit_price) as is_past_promotion,
        exists (select from promoted as grace where grace.chain_id = newest.chain_id and grace.product_id = newest.product_id
            and newest.seen_on > grace.retail_to and newest.seen_on <= grace.restore_by and grace.retail_price = newest.unit_price)
                as is_in_grace
    from newest
    left join core.retail_plan as plan on plan.chain_id = newest.chain_id and plan.product_id = newest.product_id
        and newest.seen_on between plan.valid_from and plan.valid_to and core.is_known(plan.arrived_at, plan.recorded_at,
            plan.superseded_at, plan.superseded_recorded_at)
    left join lateral (
        select retail_price, retail_from from promoted
        where promoted.chain_id = newest.chain_id and promoted.product_id = newest.product_id
            and newest.seen_on between promoted.retail_from and promoted.retail_to
        order by retail_from desc limit 1) as running on true
)
select chain_id, store_id, product_id, seen_on, unit_price as found_price, coalesce(running_price, plan_price) as expected_price,
    case when is_past_promotion then 'expired_promotion' when running_price is not null and unit_price = plan_price
        then 'promotion_not_entered' end as likely_cause,
    load_id, row_number, coalesce(wrong.first_seen_on, seen_on) as first_seen_on
from judged
cross join lateral (
    -- Since when: reports of this price back to one of another, to the day on which its plan began, and to the end of a promotion that
    -- allowed it.
    select min(same.seen_on) as first_seen_on
    from mart.shelf_price as same
    where same.chain_id = judged.chain_id and same.store_id = judged.store_id and same.product_id = judged.product_id
        and same.unit_price = judged.unit_price
      and same.seen_on between judged.planned_from and judged.seen_on
      and not exists (
        select from mart.shelf_price as other
        where other.chain_id = same.chain_id and other.store_id = same.store_id and other.product_id = same.product_id
            and other.unit_price <> same.unit_price
          and other.seen_on between same.seen_on and judged.seen_on)
      and not exists (
        select from promoted
        where promoted.chain_id = same.chain_id and promoted.product_id = same.product_id and promoted.retail_price = same.unit_price
          and same.seen_on between promoted.retail_from and coalesce(promoted.restore_by, promoted.retail_to))) as wrong
where unit_price <> coalesce(running_price, plan_price) and not is_in_grace;

comment on view mart.retail_price_anomaly is
    'One row: one shelf price, newest seen in a store, that is neither the plans nor the running promotions';
comment on column mart.retail_price_anomaly.chain_id is 'Chain';
comment on column mart.retail_price_anomaly.store_id is 'Store, within the chain';
comment on column mart.retail_price_anomaly.product_id is 'Our product';
comment on column mart.retail_price_anomaly.seen_on is 'Business date on which it was seen';
comment on column mart.retail_price_anomaly.found_price is 'RMB per unit including VAT';
comment on column mart.retail_price_anomaly.expected_price is
    'Promotions shelf price while it runs, else the planned one, RMB including VAT';
comment on column mart.retail_price_anomaly.likely_cause is 'expired_promotion, promotion_not_entered; null when neither fits';
comment on column mart.retail_price_anomaly.load_id is 'Load of the report';
comment on column mart.retail_price_anomaly.row_number is 'Its row';
comment on column mart.retail_price_anomaly.first_seen_on is 'First report of this price since it has been wrong';
