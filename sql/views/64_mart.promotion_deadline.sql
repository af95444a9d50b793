-- One row: one product of one promotion with its three deadlines: filed ahead (M6.2.2), shelf price restored and results reported (M6.2.6).
-- Read by: the budget and plan digests. Left out: an amount. The manual states none for promotions filed, restored or reported late, so these are
-- findings, not exposures; a company that sets one puts it into config/rules.yaml as a penalty of its own.
create view mart.promotion_deadline as
with rule as materialized (
    select core.rule_value('promotion.poster_days')::integer as poster_days, core.rule_value('promotion.in_store_days')::integer as in_store_days,
        core.rule_value('promotion.restore_working_days')::integer as restore_days, core.rule_value('promotion.report_working_days')::integer as report_days
), promotion as (
    select promotion.*, promotion.retail_from - case promotion.kind when 'poster' then rule.poster_days else rule.in_store_days end as file_by,
        restore.day as restore_by, report.day as report_by
    from core.promotion as promotion
    cross join rule
    left join core.calendar_day as ended on ended.day = promotion.retail_to
    left join core.calendar_day as restore on restore.is_working_day and restore.working_number = ended.working_number + rule.restore_days
    left join core.calendar_day as report on report.is_working_day and report.working_number = ended.working_number + rule.report_days
    where core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at)
), still_reduced as (
    -- Shelf prices seen after the restore day that are still the promotion's: known only where a portal or a visit reports them.
    select promotion.chain_id, promotion.promotion_id, promotion.product_id, count(distinct shelf.store_id) as store_count
    from promotion
    join core.retail_price as shelf on shelf.chain_id = promotion.chain_id and shelf.product_id = promotion.product_id
        and shelf.seen_on > promotion.restore_by and shelf.seen_on <= least(core.as_of(), promotion.restore_by + 14)
        and shelf.unit_price <= promotion.retail_price and core.is_known(shelf.arrived_at, shelf.recorded_at, shelf.superseded_at, shelf.superseded_recorded_at)
    group by promotion.chain_id, promotion.promotion_id, promotion.product_id
)
select promotion.chain_id, promotion.promotion_id, promotion.product_id, promotion.kind, promotion.retail_from, promotion.retail_to,
    promotion.file_by, promotion.filed_on,
    promotion.file_by - coalesce(promotion.filed_on, core.as_of()) as filed_days_ahead,
    coalesce(promotion.filed_on, core.as_of()) > promotion.file_by as is_filed_late,
    promotion.restore_by, coalesce(still_reduced.store_count, 0) as not_restored_store_count,
    promotion.report_by, promotion.reported_on,
    coalesce(coalesce(promotion.reported_on, core.as_of()) > promotion.report_by, false) as is_reported_late
from promotion
left join still_reduced using (chain_id, promotion_id, product_id);

comment on view mart.promotion_deadline is 'One row: one product of one promotion with its deadlines and whether they were kept as of the date';
comment on column mart.promotion_deadline.chain_id is 'Chain';
comment on column mart.promotion_deadline.promotion_id is 'Promotion';
comment on column mart.promotion_deadline.product_id is 'Our product';
comment on column mart.promotion_deadline.kind is 'poster (60 days ahead) or in_store (30 days)';
comment on column mart.promotion_deadline.retail_from is 'First day on the shelf';
comment on column mart.promotion_deadline.retail_to is 'Last day on the shelf';
comment on column mart.promotion_deadline.file_by is 'Last day to file it';
comment on column mart.promotion_deadline.filed_on is 'Day it was filed; null when not yet';
comment on column mart.promotion_deadline.filed_days_ahead is 'Days between filing (or the as-of date, when not filed) and the last day; negative: late';
comment on column mart.promotion_deadline.is_filed_late is 'Filed after the last day, or not filed and it is over';
comment on column mart.promotion_deadline.restore_by is 'Working day by which the shelf price must be normal again';
comment on column mart.promotion_deadline.not_restored_store_count is 'Stores seen at or under the promotions price in the two weeks after it; 0 also where no shelf prices are reported';
comment on column mart.promotion_deadline.report_by is 'Working day by which results must be reported';
comment on column mart.promotion_deadline.reported_on is 'Day they were; null when not yet';
comment on column mart.promotion_deadline.is_reported_late is 'Reported after it, or not reported and it is over';
