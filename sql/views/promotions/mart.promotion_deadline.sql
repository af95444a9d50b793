-- One row: one product of one promotion with its three deadlines: filed ahead (M6.2.2), shelf price restored and results reported (M6.2.6).
-- Read by: the budget and plan digests, exposures. Left out: nothing. What is filed or reported after the as-of date has not happened on
-- it.
-- Depends on: mart.shelf_price
create view mart.promotion_deadline as
with rule as materialized (
    -- Read once: the deadlines of the company.
    select core.rule_value('promotion.poster_days')::integer as poster_days,
        core.rule_value('promotion.in_store_days')::integer as in_store_days,
        core.rule_value('promotion.restore_working_days')::integer as restore_days,
            core.rule_value('promotion.report_working_days')::integer as report_days
), promotion as (
    -- Promotions as known, with the days by which each step is due.
    select promotion.chain_id, promotion.promotion_id, promotion.product_id, promotion.kind, promotion.retail_from, promotion.retail_to,
        promotion.retail_price,
        case when promotion.filed_on <= core.as_of() then promotion.filed_on end as filed_on,
        case when promotion.reported_on <= core.as_of() then promotion.reported_on end as reported_on,
        promotion.retail_from - case promotion.kind when 'poster' then rule.poster_days else rule.in_store_days end as file_by,
        restore.day as restore_by, report.day as report_by,
        -- What is low from the next promotion on is that one's price, also where it began before this one ended.
        coalesce((
            select min(later.retail_from) from core.promotion as later
            where later.chain_id = promotion.chain_id and later.product_id = promotion.product_id
                and later.retail_to > promotion.retail_to
              and core.is_known(later.arrived_at, later.recorded_at, later.superseded_at, later.superseded_recorded_at)), 'infinity')
                  as next_from
    from core.promotion as promotion
    cross join rule
    left join core.calendar_day as ended on ended.day = promotion.retail_to
    left join core.calendar_day as restore on restore.is_working_day and restore.working_number = ended.working_number + rule.restore_days
    left join core.calendar_day as report on report.is_working_day and report.working_number = ended.working_number + rule.report_days
    where core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at)
), shelf as (
    -- Shelf prices seen after the promotion: known only where a portal or a visit reports them. Once seen normal, a store has restored its
    -- price.
    select promotion.chain_id, promotion.promotion_id, promotion.product_id, promotion.restore_by, seen.store_id, seen.seen_on,
        seen.unit_price <= promotion.retail_price as is_reduced,
        bool_or(seen.unit_price > promotion.retail_price) over (
            partition by promotion.chain_id, promotion.promotion_id, promotion.product_id, seen.store_id order by seen.seen_on)
                as was_restored
    from promotion
    join mart.shelf_price as seen on seen.chain_id = promotion.chain_id and seen.product_id = promotion.product_id
        and seen.seen_on > promotion.retail_to and seen.seen_on < promotion.next_from
), still_reduced as (
    -- Stores whose shelf price was still reduced when it should have been restored.
    select chain_id, promotion_id, product_id, count(distinct store_id) as store_count, max(seen_on) as last_on
    from shelf
    where is_reduced and not was_restored and seen_on > restore_by
    group by chain_id, promotion_id, product_id
)
select promotion.chain_id, promotion.promotion_id, promotion.product_id, promotion.kind, promotion.retail_from, promotion.retail_to,
    promotion.file_by, promotion.filed_on,
    promotion.file_by - coalesce(promotion.filed_on, core.as_of()) as filed_days_ahead,
    coalesce(promotion.filed_on, core.as_of()) > promotion.file_by as is_filed_late,
    promotion.restore_by, coalesce(still_reduced.store_count, 0) as not_restored_store_count,
    promotion.report_by, promotion.reported_on,
    coalesce(coalesce(promotion.reported_on, core.as_of()) > promotion.report_by, false) as is_reported_late,
    still_reduced.last_on as not_restored_last_on
from promotion
left join still_reduced using (chain_id, promotion_id, product_id);

comment on view mart.promotion_deadline is
    'One row: one product of one promotion with its deadlines and whether they were kept as of the date';
comment on column mart.promotion_deadline.chain_id is 'Chain';
comment on column mart.promotion_deadline.promotion_id is 'Promotion';
comment on column mart.promotion_deadline.product_id is 'Our product';
comment on column mart.promotion_deadline.kind is 'poster or in_store: filed promotion.poster_days or promotion.in_store_days ahead';
comment on column mart.promotion_deadline.retail_from is 'First day on the shelf';
comment on column mart.promotion_deadline.retail_to is 'Last day on the shelf';
comment on column mart.promotion_deadline.file_by is 'Last day to file it';
comment on column mart.promotion_deadline.filed_on is 'Day it was filed; null when not yet';
comment on column mart.promotion_deadline.filed_days_ahead is
    'Days between filing (or the as-of date, when not filed) and the last day; negative: late';
comment on column mart.promotion_deadline.is_filed_late is 'Filed after the last day, or not filed and it is over';
comment on column mart.promotion_deadline.restore_by is 'Working day by which the shelf price must be normal again';
comment on column mart.promotion_deadline.not_restored_store_count is
    'Stores seen at or under the promotions price in the two weeks after it; 0 also where no shelf prices are reported';
comment on column mart.promotion_deadline.report_by is 'Working day by which results must be reported';
comment on column mart.promotion_deadline.reported_on is 'Day they were; null when not yet';
comment on column mart.promotion_deadline.is_reported_late is 'Reported after it, or not reported and it is over';
comment on column mart.promotion_deadline.not_restored_last_on is
    'Last day after it on which a store was still seen at the promotions price, without having been seen normal before; null when none '
    'was';
